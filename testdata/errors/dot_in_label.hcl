pipeline "daily.orders" { # ERROR: PC0204 "daily\.orders" cannot be a name\. A name begins with a letter, goes on with letters, digits and underscores, and has at most 60 characters: "daily_orders", for example\.
}
