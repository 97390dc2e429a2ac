"""Who looks, and which rows they may see."""
