"""What crmbook needs of a computer: found, set up, taken back, looked over."""
