// The contexts are bundled here.
