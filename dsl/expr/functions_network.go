package expr

var networkFunctions = []*Func{}
