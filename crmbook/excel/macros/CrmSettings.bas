Attribute VB_Name = "CrmSettings"
Option Explicit
' Which Python runs: the setting INTERPRETER of xlwings, from a sheet "xlwings.conf",
' from a file of that name beside the workbook, or from the user's own file.

Public Function CrmInterpreter(ByVal System As String, ByVal Beside As String, ByVal Home As String) As String
    CrmInterpreter = CrmFromSheet(System)
    If CrmInterpreter = "" And Beside <> "" Then CrmInterpreter = CrmFromFile(Beside, System)
    If CrmInterpreter = "" And Home <> "" Then CrmInterpreter = CrmFromFile(Home, System)
End Function

Private Function CrmFromSheet(ByVal System As String) As String
    Dim Conf As Object
    Dim OneSheet As Object
    Dim Found As String
    Dim Row As Long
    For Each OneSheet In ThisWorkbook.Worksheets
        If LCase(OneSheet.Name) = "xlwings.conf" Then Set Conf = OneSheet
    Next OneSheet
    If Conf Is Nothing Then Exit Function
    For Row = 1 To 50
        If CrmIsInterpreter(CStr(Conf.Cells(Row, 1).Value), System, Found) Then
            Found = CStr(Conf.Cells(Row, 2).Value)
        End If
    Next Row
    CrmFromSheet = Found
End Function

Private Function CrmFromFile(ByVal File As String, ByVal System As String) As String
    Dim Number As Integer
    Dim TextLine As String
    Dim Found As String
    Dim Parts As Variant
    On Error GoTo Missing
    If Dir(File) = "" Then Exit Function
    Number = FreeFile
    Open File For Input As #Number
    Do While Not EOF(Number)
        Line Input #Number, TextLine
        Parts = Split(TextLine, Chr(34))
        If UBound(Parts) >= 3 Then
            If CrmIsInterpreter(CStr(Parts(1)), System, Found) Then Found = CStr(Parts(3))
        End If
    Loop
    Close #Number
    CrmFromFile = Found
Missing:
End Function

' The setting for this system wins over the one for every system.
Private Function CrmIsInterpreter(ByVal Key As String, ByVal System As String, ByVal Found As String) As Boolean
    Key = UCase(Key)
    CrmIsInterpreter = (Key = "INTERPRETER_" & System) Or (Key = "INTERPRETER" And Found = "")
End Function
