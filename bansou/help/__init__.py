"""The public pages of somebody who asks for help, in every language that is complete."""
