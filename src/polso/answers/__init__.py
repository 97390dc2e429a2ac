"""The one door: `Door.ask(request, viewer)` is the only way to a figure."""
