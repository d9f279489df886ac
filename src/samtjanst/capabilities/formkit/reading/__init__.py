"""From a document to the parts of a definition, strictly."""
