"""What is told to the user: diagnostics, and one file for each form in which they are drawn."""
