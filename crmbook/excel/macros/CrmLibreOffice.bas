Attribute VB_Name = "CrmLibreOffice"
Option Explicit
' LibreOffice only. Excel leaves out what stands between #If and #End If.

Public Sub CrmRunInLibreOffice(ByVal Command As String)
#If LIBREOFFICE Then
    Dim Home As String
    Dim Python As String
    Home = Environ("USERPROFILE")
    If Home = "" Then Home = Environ("HOME")
    Python = CrmInterpreter("LIBREOFFICE", "", Home & "/.xlwings/xlwings.conf")
    If Python = "" Then
        MsgBox CrmText("not_set_up"), 48, "crmbook"
        Exit Sub
    End If
    ' Not to wait is right here: LibreOffice serves nobody while it waits for a program.
    Shell Chr(34) & Python & Chr(34) & " -B -m crmbook.buttons " & Command & _
        " --pipe=" & CrmPipe() & " --document=" & ThisComponent.RuntimeUID, 0
#End If
End Sub

Private Function CrmPipe() As String
    ' Where LibreOffice listens, opened once for all workbooks. LibreOffice itself keeps it: a
    ' module forgets its variables whenever the code is changed, and the pipe would break.
#If LIBREOFFICE Then
    Dim Context As Variant
    Dim Acceptor As Variant
    Context = GetDefaultContext()
    If Context.hasByName("crmbook.pipe") Then
        CrmPipe = Context.getByName("crmbook.pipe")
        Exit Function
    End If
    Randomize
    CrmPipe = "crmbook" & CLng(Rnd * 999999) & CLng(Rnd * 999999)
    Acceptor = CreateUnoService("com.sun.star.office.Acceptor")
    Acceptor.initialize(Array("pipe,name=" & CrmPipe & ";urp;", True))
    Context.insertByName("crmbook.acceptor", Acceptor)
    Context.insertByName("crmbook.pipe", CrmPipe)
#End If
End Function
