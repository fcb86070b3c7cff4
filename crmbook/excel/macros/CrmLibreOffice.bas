Attribute VB_Name = "CrmLibreOffice"
Option Explicit
' LibreOffice only. Excel leaves out what stands between #If and #End If.

Private CrmPipe As String
Private CrmAcceptor As Variant

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
    CrmListen
    ' Not to wait is right here: LibreOffice serves nobody while it waits for a program.
    Shell Chr(34) & Python & Chr(34) & " -B -m crmbook.buttons " & Command & _
        " --pipe=" & CrmPipe & " --document=" & ThisComponent.RuntimeUID, 0
#End If
End Sub

Private Sub CrmListen()
#If LIBREOFFICE Then
    If CrmPipe <> "" Then Exit Sub
    Randomize
    CrmPipe = "crmbook" & CLng(Rnd * 999999) & CLng(Rnd * 999999)
    CrmAcceptor = CreateUnoService("com.sun.star.office.Acceptor")
    CrmAcceptor.initialize(Array("pipe,name=" & CrmPipe & ";urp;", True))
#End If
End Sub
