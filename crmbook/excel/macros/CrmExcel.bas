Attribute VB_Name = "CrmExcel"
Option Explicit
' Excel only: start Python, wait until it has changed the open workbook, say what went wrong.

Public Sub CrmRunInExcel(ByVal Command As String)
    Dim System As String
    Dim Python As String
    System = "WIN"
    If InStr(Application.OperatingSystem, "Mac") > 0 Then System = "MAC"
    If ThisWorkbook.Path = "" Then
        MsgBox CrmText("save_first"), vbExclamation, "crmbook"
        Exit Sub
    End If
    Python = CrmInterpreter(System, CrmBeside(), CrmHome(System))
    If Python = "" Then
        MsgBox CrmText("not_set_up"), vbExclamation, "crmbook"
    ElseIf System = "MAC" Then
        CrmRunOnMac Command, Python
    Else
        CrmRunOnWindows Command, Python
    End If
End Sub

Private Function CrmBeside() As String
    ' A workbook in OneDrive or SharePoint has an address instead of a folder.
    If InStr(ThisWorkbook.Path, "://") = 0 Then
        CrmBeside = ThisWorkbook.Path & Application.PathSeparator & "xlwings.conf"
    End If
End Function

Private Function CrmHome(ByVal System As String) As String
    If System = "MAC" Then
        CrmHome = Environ("HOME") & "/xlwings.conf"
    Else
        CrmHome = Environ("USERPROFILE") & "\.xlwings\xlwings.conf"
    End If
End Function

Private Sub CrmRunOnWindows(ByVal Command As String, ByVal Python As String)
    Dim Shell As Object
    Dim Log As String
    Dim Code As Long
    Log = Environ("TEMP") & "\crmbook-button.log"
    Set Shell = CreateObject("WScript.Shell")
    Code = Shell.Run(CrmCommandLine(Command, Python, Log), 0, True)
    If Code <> 0 And Code <> 1 Then CrmShow Log
End Sub

' Python says itself what it refuses (1); here is said when it could not even start.
Private Function CrmCommandLine(ByVal Command As String, ByVal Python As String, ByVal Log As String) As String
    ' pushd: a network folder gets a letter for the time, and Python finds its libraries.
    ' /V:OFF: what stands between exclamation marks in a name is no variable, whatever is set.
    CrmCommandLine = "cmd.exe /V:OFF /S /C " & Chr(34) & "pushd " & CrmQuoted(CrmFolder(Python)) & " && " & _
        CrmQuoted(Python) & " -B -m crmbook.buttons " & Command & _
        " " & CrmQuoted("--wb=" & CrmWorkbook()) & " --from_xl=1 " & _
        CrmQuoted("--app=" & Application.Path & "\" & Application.Name) & _
        " --hwnd=" & CStr(Application.Hwnd) & " 2> " & CrmQuoted(Log) & Chr(34)
End Function

Private Function CrmWorkbook() As String
    ' As in an address: cmd.exe puts the value of a variable in the place of a name between %.
    CrmWorkbook = Replace(ThisWorkbook.Name, "%", "%25")
End Function

Private Function CrmFolder(ByVal Path As String) As String
    CrmFolder = Left(Path, InStrRev(Path, "\"))
    ' A backslash before a quotation mark would take its meaning.
    If Right(CrmFolder, 1) = "\" And Len(CrmFolder) > 3 Then CrmFolder = Left(CrmFolder, Len(CrmFolder) - 1)
End Function

Private Function CrmQuoted(ByVal Text As String) As String
    CrmQuoted = Chr(34) & Text & Chr(34)
End Function

Private Sub CrmRunOnMac(ByVal Command As String, ByVal Python As String)
    ' Excel for Windows does not know AppleScriptTask, and would not compile the module.
#If Mac Then
    Dim Answer As String
    On Error GoTo Missing
    Answer = AppleScriptTask("crmbook.applescript", "runButton", _
        Python & vbLf & Command & vbLf & CrmWorkbook() & vbLf & Application.Path)
    If Answer <> "" Then MsgBox CrmText("stopped") & vbLf & vbLf & Answer, vbExclamation, "crmbook"
    Exit Sub
Missing:
    MsgBox CrmText("not_set_up"), vbExclamation, "crmbook"
#End If
End Sub

Private Sub CrmShow(ByVal Log As String)
    Dim Number As Integer
    Dim TextLine As String
    Dim LastLine As String
    On Error GoTo Missing
    Number = FreeFile
    Open Log For Input As #Number
    Do While Not EOF(Number)
        Line Input #Number, TextLine
        If Trim(TextLine) <> "" Then LastLine = TextLine
    Loop
    Close #Number
Missing:
    MsgBox CrmText("stopped") & vbLf & vbLf & LastLine & vbLf & Log, vbExclamation, "crmbook"
End Sub
