package catalog

// value computes and calls nothing.
var value = Kind{
	Name: "value",
	Doc:  "Computes a value once, for the tasks that mention it.",
	Args: []Arg{{
		Name: "value", Type: whatever, Keep: true, Required: true,
		Doc: "The value, which is the task's result.",
	}},
	Notes: []string{"A local is put in place of each of its mentions and evaluated there; a value is evaluated once."},
	Example: `task "value" "file_name" {
  value = "orders-${uuid()}.csv"
}`,
}
