"""The citizen room: from choosing a place to the result in hand."""
