package expr

var setFunctions = []*Func{}
