"""The handler's face: work lists, the case, the decision."""
