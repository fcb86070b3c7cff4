"""The command line: one verb each, in the language of whoever types."""

from crmbook.cli import commands as commands  # they enter the application when they are read
from crmbook.cli import computer as computer
from crmbook.cli import letters as letters
from crmbook.cli import monthly as monthly
from crmbook.cli.application import app
from crmbook.cli.leaving import main

__all__ = ["app", "main"]
