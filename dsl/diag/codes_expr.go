package diag

// Problems of expressions and of the names in them.
const ()

var exprCodes = []*Entry{}
