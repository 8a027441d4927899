package expr

// A Func is a function that expressions may call: a row of the table in
// functions.go.
type Func struct {
	Name string
}
