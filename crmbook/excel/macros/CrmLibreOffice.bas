Attribute VB_Name = "CrmLibreOffice"
Option Explicit
' LibreOffice only. Excel leaves out what stands between #If and #End If.

Public Sub CrmRunInLibreOffice(ByVal Command As String)
#If LIBREOFFICE Then
    Dim Home As String
    Dim Python As String
    Dim Missing As String
    Home = Environ("USERPROFILE")
    If Home = "" Then Home = Environ("HOME")
    Python = CrmInterpreter("LIBREOFFICE", "", Home & "/.xlwings/xlwings.conf")
    If Python = "" Then
        MsgBox CrmText("not_set_up"), 48, "crmbook"
        Exit Sub
    End If
    Missing = CrmMissing(Python, Home & "/.xlwings/crmbook-button.txt")
    If Missing <> "" Then
        MsgBox Missing, 48, "crmbook"
        Exit Sub
    End If
    ' Not to wait is right here: LibreOffice serves nobody while it waits for a program.
    Shell Chr(34) & Python & Chr(34) & " -B -m crmbook.buttons " & Command & _
        " --pipe=" & CrmPipe() & " --document=" & ThisComponent.RuntimeUID, 0
#End If
End Sub

Private Function CrmMissing(ByVal Python As String, ByVal Answer As String) As String
    ' What Python lacks to speak to us: later it could tell nobody. Asked until it lacks nothing.
#If LIBREOFFICE Then
    Dim Context As Variant
    Dim Number As Integer
    Dim Said As String
    Context = GetDefaultContext()
    If Context.hasByName("crmbook.pipe") Then Exit Function
    CrmMissing = CrmText("stopped")
    On Error GoTo Done
    If Dir(Answer) <> "" Then Kill Answer
    ' To wait is right here: Python asks nothing of us.
    Shell Chr(34) & Python & Chr(34) & " -B -m crmbook.buttons ready " & Chr(34) & "--answer=" & Answer & Chr(34), 0, "", True
    Number = FreeFile
    Open Answer For Input As #Number
    Line Input #Number, Said
    Close #Number
    Kill Answer
    If Said = "ready" Then Said = ""
    CrmMissing = Said
Done:
#End If
End Function

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
