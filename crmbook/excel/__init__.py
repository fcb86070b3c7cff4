"""Macros and buttons for a workbook, made without Excel."""
