"""Publishing: pages become a finished site, with its search index, security policy and stamp."""
