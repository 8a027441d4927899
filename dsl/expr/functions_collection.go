package expr

var collectionFunctions = []*Func{}
