// The validators are compiled here.
