"""Views of the studio, one file per screen or group of screens."""
