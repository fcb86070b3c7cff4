Attribute VB_Name = "CrmButtons"
Option Explicit
' What the buttons of this workbook do. crmbook made this module and may replace it.

Public Sub CrmRefresh()
    CrmRun "refresh"
End Sub

Public Sub CrmLetters()
    CrmRun "letters"
End Sub

Public Sub CrmMonth()
    CrmRun "month"
End Sub

Public Sub CrmCheck()
    CrmRun "check"
End Sub

Public Sub CrmClient()
    CrmRun "client"
End Sub

' The tab in the ribbon: a control's id is "Crm" and the name of the command.
Public Sub CrmRibbonAction(ByVal control As Object)
    CrmRun LCase(Mid(control.ID, 4))
End Sub

Public Sub CrmRun(ByVal Command As String)
    If CrmInLibreOffice() Then
        CrmRunInLibreOffice Command
    Else
        CrmRunInExcel Command
    End If
End Sub

Private Function CrmInLibreOffice() As Boolean
    ' Excel has no such constant and leaves the line out; LibreOffice ignores the
    ' lines with # and so runs what stands between them.
    CrmInLibreOffice = False
#If LIBREOFFICE Then
    CrmInLibreOffice = True
#End If
End Function
