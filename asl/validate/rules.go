package validate

// The codes of the rules.
const (
	NotJSON        = "ASL001"
	TooLarge       = "ASL002"
	Missing        = "ASL003"
	UnknownField   = "ASL004"
	Type           = "ASL005"
	OutOfRange     = "ASL006"
	Exclusive      = "ASL007"
	Downgrade      = "ASL010"
	OtherLanguage  = "ASL011"
	NameLength     = "ASL020"
	NameTwice      = "ASL021"
	NoSuchState    = "ASL022"
	Unreachable    = "ASL023"
	NoEnd          = "ASL024"
	NextOrEnd      = "ASL025"
	Delimiters     = "ASL030"
	Syntax         = "ASL031"
	NotAvailable   = "ASL032"
	Eval           = "ASL033"
	NoMember       = "ASL034"
	VariableName   = "ASL040"
	OuterVariable  = "ASL041"
	OutOfReach     = "ASL042"
	BadPath        = "ASL050"
	ReferencePath  = "ASL051"
	BadTemplate    = "ASL052"
	MemberTwice    = "ASL053"
	StringResult   = "ASL054"
	RuleShape      = "ASL060"
	Operand        = "ASL061"
	NestedNext     = "ASL062"
	AllErrors      = "ASL070"
	UnknownError   = "ASL071"
	Heartbeat      = "ASL080"
	Timestamp      = "ASL081"
	Label          = "ASL090"
	DistributedMap = "ASL091"
	LabelTwice     = "ASL092"
	Credentials    = "ASL093"
	InlineMap      = "ASL094"
	Unrecognised   = "ASL100"
	Pattern        = "ASL101"
	Express        = "ASL102"
	UnknownService = "ASL103"
)

// A Rule is something that a definition must, or should, hold to.
type Rule struct {
	Code     string
	Severity Severity
	Title    string // a noun phrase
	Meaning  string // sentences: what holds, and why
	Source   string // where that is known from
}

const (
	guide    = "Step Functions Developer Guide"
	recorded = "recorded on AWS"
	schema   = "JSON schema of AWS's language service"
	spec     = "Amazon States Language specification"
)

// Rules are all rules, by their codes.
var Rules = []*Rule{
	{NotJSON, Error, "Text that is not JSON", "A definition is one JSON object: UTF-8, no member twice in an object, nesting within 1000 levels.", guide},
	{TooLarge, Error, "Definition too large", "A definition has at most 1 MB (1,048,576 bytes).", guide + ", quotas"},
	{Missing, Error, "Field missing", "A field that its object needs is not there: StartAt and States of a machine, Resource of a Task, one of the four times of a Wait, the processor of a Map, and so on.", recorded + " (\"These fields are required\")"},
	{UnknownField, Error, "Unknown field", "AWS refuses fields that the object does not have. Each type of state has fields of its own.", guide + "; " + schema},
	{Type, Error, "Value of the wrong type", "A field's value has another JSON type than the field takes, or, of Type, names no type of state.", guide + "; " + recorded},
	{OutOfRange, Error, "Value not allowed", "A number is outside its range, a list is empty that must not be, or a word is not one of those that the field takes.", guide + "; " + schema},
	{Exclusive, Error, "Fields exclude each other", "A value is given twice, by fields of which only one may be there: a value and its Path, ItemProcessor and Iterator, Parameters and ItemSelector, two of a Wait's times.", guide + "; " + schema},
	{Downgrade, Error, "JSONPath inside a JSONata machine", "A state may ask for JSONata in a JSONPath machine, but not for JSONPath in a JSONata machine.", recorded},
	{OtherLanguage, Error, "Field of the other query language", "InputPath, OutputPath, ResultPath, Parameters, ResultSelector, Result, ItemsPath, Variable and the fields that end in Path belong to JSONPath; Arguments, Output, Items and Condition belong to JSONata.", guide},
	{NameLength, Error, "Length of a state's name", "A state's name has 1 to 80 characters.", "API model (StateEnteredEventDetails.name)"},
	{NameTwice, Error, "State name used twice", "State names are unique in the whole definition, those in Parallel branches and Map processors included.", spec},
	{NoSuchState, Error, "No such state", "StartAt, Next and Default name a state of the same scope: a branch or processor is a scope of its own, with no way in or out.", guide},
	{Unreachable, Error, "State never reached", "Every state is named by StartAt or by the Next or Default of a state that is reached.", schema},
	{NoEnd, Error, "No way to end", "Each scope has a state that ends it: Succeed, Fail, or one with \"End\": true.", schema},
	{NextOrEnd, Error, "Neither or both of Next and End", "A state that is not a Choice, Succeed or Fail has either Next or \"End\": true.", guide},
	{Delimiters, Error, "Half an expression", "A JSONata expression begins with {% and ends with %}, with nothing before or after them. A string that only begins or only ends so is neither an expression nor likely meant as text.", guide},
	{Syntax, Error, "JSONata syntax", "The text between {% and %} is not a JSONata expression.", guide},
	{NotAvailable, Error, "Part of $states not available", "$states.result exists in Output and Assign of a Task, Parallel or Map, $states.errorOutput in Output and Assign of a catcher.", guide},
	{Eval, Error, "$eval", "AWS leaves the function $eval out of JSONata; $parse reads JSON text.", guide},
	{NoMember, Warning, "Unknown part of $states", "$states has the members input, result, errorOutput and context; any other is undefined, and an expression whose result is undefined fails.", guide},
	{VariableName, Error, "Name of a variable", "A variable's name is an identifier of UAX #31 (a letter or _, then letters, digits and _) of at most 80 characters, and not \"states\". A part of a variable cannot be assigned.", guide},
	{OuterVariable, Error, "Variable of an outer scope assigned", "A name that a scope assigns may not be assigned in a Parallel or Map inside it: return the value with Output and assign it outside. Names that only a catcher assigns are left out, since AWS accepts those (recorded).", guide},
	{OutOfReach, Warning, "Outer variable in a distributed Map", "The children of a distributed Map are executions of their own and do not see the variables around the Map: pass values with ItemSelector or BatchInput.", guide},
	{BadPath, Error, "Path", "The value is not a JSONPath: it begins with $ ($$ for the context object, $name for a variable) and only what filters, slices and names allow may follow.", guide + "; " + recorded},
	{ReferencePath, Error, "Reference path", "ResultPath names one place in the input: $, then names and indexes.", spec},
	{BadTemplate, Error, "Path or intrinsic function", "The value of a field whose name ends in .$ is a path or a call of an intrinsic function, with the number and types of arguments that it takes.", recorded},
	{MemberTwice, Error, "Member given twice", "A template has a member both as NAME and as NAME.$.", spec},
	{StringResult, Error, "Intrinsic function that gives no string", "ErrorPath and CausePath take a path, or one of the functions that give a string: Format, JsonToString, ArrayGetItem, Base64Encode, Base64Decode, Hash, UUID.", guide},
	{RuleShape, Error, "Shape of a choice", "A choice of JSONPath has Variable and exactly one operator, or And, Or or Not; a choice of JSONata has Condition.", guide},
	{Operand, Error, "Operand of a comparison", "An operator's value has its type: a string, number, boolean or timestamp (RFC 3339), or a path for the operators that end in Path.", guide},
	{NestedNext, Error, "Next inside And, Or or Not", "Only the outer choice has Next; the comparisons inside have none.", guide},
	{AllErrors, Error, "States.ALL not alone or not last", "States.ALL stands alone in ErrorEquals, and only in the last retrier or catcher.", guide},
	{UnknownError, Warning, "Unknown error of AWS", "Names that begin with \"States.\" are AWS's; one that AWS does not have never matches.", guide},
	{Heartbeat, Error, "Heartbeat not below the timeout", "HeartbeatSeconds is less than TimeoutSeconds.", guide},
	{Timestamp, Error, "Timestamp", "A timestamp is RFC 3339 with a capital T and an offset or a capital Z, such as 2030-01-31T06:00:00Z.", recorded},
	{Label, Error, "Label of a Map", "A Label has 1 to 40 characters, no white space, none of ? * < > { } [ ] : ; , \\ | ^ ~ $ # % & ` \" and no control characters.", guide},
	{DistributedMap, Error, "Distributed Map", "A distributed Map names its ExecutionType. Its ItemReader calls s3:getObject or s3:listObjectsV2, its ResultWriter s3:putObject.", guide},
	{LabelTwice, Error, "Label used twice", "The labels of a definition's Maps differ.", guide},
	{Credentials, Error, "Credentials without a role", "Credentials has RoleArn.", recorded},
	{InlineMap, Warning, "Field of a distributed Map in an inline one", "ItemReader, ItemBatcher and ResultWriter work in distributed Maps only: set ProcessorConfig's Mode to DISTRIBUTED.", guide},
	{Unrecognised, Error, "Resource not recognised", "A resource arn:PARTITION:states:::SERVICE:ACTION names a service and an action that Step Functions integrates; every other action of an API is called by aws-sdk:SERVICE:ACTION, the action with a small first letter.", recorded},
	{Pattern, Error, "Integration pattern not supported", "Not every integration supports .sync or .waitForTaskToken; aws-sdk never supports .sync.", guide},
	{Express, Error, "Not in an Express machine", "An Express machine has no .sync, no .waitForTaskToken, no activities and no distributed Map.", recorded},
	{UnknownService, Warning, "Unknown form of resource", "A Resource is the ARN of an integration, a Lambda function or an activity, and aws-sdk names a service of the documented list.", guide},
}

var rulesByCode = func() map[string]*Rule {
	index := make(map[string]*Rule, len(Rules))
	for _, r := range Rules {
		index[r.Code] = r
	}
	return index
}()

func ruleNamed(code string) *Rule {
	r, ok := rulesByCode[code]
	if !ok {
		panic("validate: no rule " + code)
	}
	return r
}
