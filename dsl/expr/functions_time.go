package expr

var timeFunctions = []*Func{}
