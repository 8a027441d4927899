package expr

var hashFunctions = []*Func{}
