package expr

var fileFunctions = []*Func{}
