"""The citizen's face: the portal, the form, what one has sent in."""
