package expr

var encodingFunctions = []*Func{}
