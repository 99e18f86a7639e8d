"""The signature debugger's engine: a captured message, what it is signed over, and which mistake explains the rest."""
