pipeline "orders" {}
pipeline "orders" {} # ERROR: PC0205 The name "orders" is taken already\..*
