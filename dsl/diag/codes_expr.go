package diag

// Problems of expressions and of the names in them.
const (
	MissingMember       Code = "PC0120"
	UnknownMember       Code = "PC0121"
	InvalidIndex        Code = "PC0122"
	NullValue           Code = "PC0123"
	TypeMismatch        Code = "PC0124"
	InvalidOperand      Code = "PC0125"
	InvalidKey          Code = "PC0126"
	InexactNumber       Code = "PC0127"
	UnsupportedForm     Code = "PC0128"
	UnknownFunction     Code = "PC0129"
	InvalidArgument     Code = "PC0130"
	CompileTimeFunction Code = "PC0131"
	Untranslatable      Code = "PC0132"
	InvalidVerbatim     Code = "PC0133"
	ForeignTemplate     Code = "PC0134"
)

var exprCodes = []*Entry{
	{
		Code:  MissingMember,
		Name:  "MissingMember",
		Title: "Missing member",
		Doc: "The type of the value is known, and it has no member of this name; or an object lacks a member that " +
			"its place requires. A list has no members: an index takes one element, `[*]` all of them.",
		Example: `locals {
  bucket = { name = "lake" }
  broken = local.bucket.nam
}
`,
	},
	{
		Code:  UnknownMember,
		Name:  "UnknownMember",
		Title: "Unknown member",
		Doc: "An object has a member that its place knows nothing of. It would have no effect, so it is taken for a " +
			"misspelling.",
		Example: `variable "bucket" {
  type    = object({ name = string })
  default = { name = "lake", regoin = "eu-west-1" }
}
`,
	},
	{
		Code:  InvalidIndex,
		Name:  "InvalidIndex",
		Title: "Invalid index",
		Doc: "Lists are indexed by whole numbers from 0, maps and objects by strings; a set has no order and so no " +
			"indices. A constant index must be one that exists.",
		Example: `locals {
  zones = ["a", "b"]
  third = local.zones[2]
}
`,
	},
	{
		Code:  NullValue,
		Name:  "NullValue",
		Title: "Null value",
		Doc: "A value that is null stands where a value is needed: as part of a string, before a dot or an index, as " +
			"the source or the condition of a for expression. `coalesce(...)` puts another in its place.",
		Example: `locals {
  name = null
  path = "s3://${local.name}/"
}
`,
	},
	{
		Code:  TypeMismatch,
		Name:  "TypeMismatch",
		Title: "Wrong type",
		Doc: "The value has a type that its place cannot take. Strings, numbers and booleans are converted into each " +
			"other where no information is lost, as in Terraform; lists, maps and objects never into a string.",
		Example: `locals {
  zones = ["a", "b"]
  text  = "zones: ${local.zones}"
}
`,
	},
	{
		Code:  InvalidOperand,
		Name:  "InvalidOperand",
		Title: "Invalid operand",
		Doc: "Arithmetic and comparison take numbers, `&&`, `||` and `!` booleans, and nothing is divided by zero. " +
			"Strings are put together by a template, `\"${a}${b}\"`, not by `+`.",
		Example: `locals {
  sum = "a" + 1
}
`,
	},
	{
		Code:  InvalidKey,
		Name:  "InvalidKey",
		Title: "Invalid key",
		Doc: "The keys of an object are strings and not null. A bare name before `=` is the name itself; what is " +
			"computed stands in parentheses. A for expression must not give the same key twice.",
		Example: `locals {
  ports = { for name in ["a", "a"] : name => 1 }
}
`,
	},
	{
		Code:  InexactNumber,
		Name:  "InexactNumber",
		Title: "Inexact number",
		Doc: "Numbers in an execution are IEEE 754 doubles: whole numbers are exact up to 9007199254740992. A larger one " +
			"would silently become its neighbour. Identifiers made of digits are strings.",
		Example: `locals {
  account = 90071992547409931
}
`,
	},
	{
		Code:  UnsupportedForm,
		Name:  "UnsupportedForm",
		Title: "Unsupported form of expression",
		Doc:   "The expression is valid HCL of a form that has no meaning in a pipeline.",
	},
	{
		Code:  UnknownFunction,
		Name:  "UnknownFunction",
		Title: "Unknown function",
		Doc:   "There is no function of this name. The functions are Terraform's; docs/functions.md lists them.",
		Example: `locals {
  name = uper("a")
}
`,
	},
	{
		Code:  InvalidArgument,
		Name:  "InvalidArgument",
		Title: "Invalid function argument",
		Doc: "A function is called with too few or too many arguments, or with one that it cannot take. " +
			"docs/functions.md shows a call of each function.",
		Example: `locals {
  name = upper(["a"])
}
`,
	},
	{
		Code:  CompileTimeFunction,
		Name:  "CompileTimeFunction",
		Title: "Function known at compile time only",
		Doc: "The function has no exact form in JSONata, so its arguments have to be known when the pipeline is " +
			"compiled: variables, locals made of them, constants.",
		Example: `pipeline "p" {
  input "name" { type = string }
  output = { title = title(input.name) }
}
`,
	},
	{
		Code:  Untranslatable,
		Name:  "Untranslatable",
		Title: "Expression without an exact translation",
		Doc: "The expression depends on the execution, and JSONata has no form with exactly its meaning; nothing is " +
			"approximated in silence. The message names another way; the last one is `jsonata(\"...\")`, whose text is " +
			"taken as it is.",
		Example: `pipeline "p" {
  input "size" { type = number }
  output = { text = format("%v", input.size) }
}
`,
	},
	{
		Code:  InvalidVerbatim,
		Name:  "InvalidVerbatim",
		Title: "Invalid jsonata() call",
		Doc: "jsonata takes a text that is known at compile time and, if it is to see values of the pipeline, an " +
			"object whose keys are names: `jsonata(\"$sum($rows)\", { rows = task.a.output })`.",
		Example: `pipeline "p" {
  output = { rows = jsonata("$sum($rows)", "rows") }
}
`,
	},
	{
		Code:  ForeignTemplate,
		Name:  "ForeignTemplate",
		Title: "Text that looks like a template",
		Doc: "A string names a value in the way of another tool, `{{ input.day }}` or `$input.day`. It is taken as it " +
			"stands, so the service gets these very characters. `${input.day}` puts the value in. A warning: the text " +
			"may be meant for somebody else's templates.",
		Example: `pipeline "p" {
  input "day" { type = string }
  output = { key = "raw/{{ input.day }}" }
}
`,
	},
}
