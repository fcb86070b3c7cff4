-- crmbook setup puts this into ~/Library/Application Scripts/com.microsoft.Excel: Excel for Mac may start
-- nothing from its sandbox but what stands there. Not run on a Mac yet.

-- said: the interpreter, the button's command, the workbook's name and Excel's path, a line each.
-- Returns "" when Python was started; it tells the rest itself. Else the reason why it was not.
on runButton(said)
	set {interpreter, buttonName, workbookName, excelPath} to paragraphs of said
	try
		do shell script "test -x " & quoted form of interpreter
	on error
		return interpreter & " is not there."
	end try
	set started to quoted form of interpreter & " -B -m crmbook.buttons " & quoted form of buttonName
	set started to started & " " & quoted form of ("--wb=" & workbookName) & " --from_xl=1"
	set started to started & " " & quoted form of ("--app=" & excelPath)
	try
		-- In the background: Excel answers nobody while its macro waits for us.
		do shell script "cd /; " & started & " > /dev/null 2> \"${TMPDIR:-/tmp}/crmbook-button.log\" &"
	on error reason
		return reason
	end try
	return ""
end runButton
