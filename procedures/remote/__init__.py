"""Remote signing services that citizens hold their keys at, each protocol behind one port."""
