package diag

// Problems of names, and of blocks and their arguments.
const (
	UndeclaredName     Code = "PC0151"
	UndeclaredInput    Code = "PC0102"
	UndeclaredTask     Code = "PC0152"
	UndeclaredVariable Code = "PC0153"
	NotKnownHere       Code = "PC0154"
	PartialReference   Code = "PC0155"
	HiddenTask         Code = "PC0156"
	LocalCycle         Code = "PC0157"
	UnguardedRead      Code = "PC0158"

	UnknownBlock         Code = "PC0201"
	UnknownArgument      Code = "PC0202"
	MissingArgument      Code = "PC0203"
	InvalidName          Code = "PC0204"
	DuplicateName        Code = "PC0205"
	WrongLabels          Code = "PC0206"
	NotConstant          Code = "PC0207"
	UnsupportedValue     Code = "PC0208"
	InvalidDuration      Code = "PC0209"
	NotYetSupported      Code = "PC0210"
	MissingValue         Code = "PC0211"
	UndeclaredValue      Code = "PC0212"
	InvalidVariableValue Code = "PC0213"
	FailedValidation     Code = "PC0214"
	InvalidSchedule      Code = "PC0215"
	UnsuppliedInput      Code = "PC0216"
	ConflictingArguments Code = "PC0218"
	InvalidType          Code = "PC0219"
	RequiredVersion      Code = "PC0220"
	NoSources            Code = "PC0221"
	InvalidRetry         Code = "PC0222"
	InvalidDependsOn     Code = "PC0223"

	UnknownKind      Code = "PC0301"
	UnsupportedAwait Code = "PC0302"
	InvalidCall      Code = "PC0303"
	CallbackToken    Code = "PC0304"
	PollTooLong      Code = "PC0305"
	NoCluster        Code = "PC0306"
	NotForKind       Code = "PC0307"
	ExpressLimit     Code = "PC0308"

	DependencyCycle Code = "PC0401"
	AddedWait       Code = "PC0402"
	PipelineCycle   Code = "PC0403"
	MergedSpans     Code = "PC0404"
	UnusedCluster   Code = "PC0405"

	UnsupportedExpression Code = "PC0501"
	InvalidMachine        Code = "PC0502"
)

var loadCodes = []*Entry{
	{Code: UndeclaredName, Name: "UndeclaredName", Title: "Undeclared name"},
	{Code: UndeclaredInput, Name: "UndeclaredInput", Title: "Undeclared input"},
	{Code: UndeclaredTask, Name: "UndeclaredTask", Title: "Undeclared task"},
	{Code: UndeclaredVariable, Name: "UndeclaredVariable", Title: "Undeclared variable"},
	{Code: NotKnownHere, Name: "NotKnownHere", Title: "Not known here"},
	{Code: PartialReference, Name: "PartialReference", Title: "Partial reference"},
	{Code: HiddenTask, Name: "HiddenTask", Title: "Hidden task"},
	{Code: LocalCycle, Name: "LocalCycle", Title: "Local cycle"},
	{Code: UnguardedRead, Name: "UnguardedRead", Title: "Unguarded read"},
	{Code: UnknownBlock, Name: "UnknownBlock", Title: "Unknown block"},
	{Code: UnknownArgument, Name: "UnknownArgument", Title: "Unknown argument"},
	{Code: MissingArgument, Name: "MissingArgument", Title: "Missing argument"},
	{Code: InvalidName, Name: "InvalidName", Title: "Invalid name"},
	{Code: DuplicateName, Name: "DuplicateName", Title: "Duplicate name"},
	{Code: WrongLabels, Name: "WrongLabels", Title: "Wrong labels"},
	{Code: NotConstant, Name: "NotConstant", Title: "Not constant"},
	{Code: UnsupportedValue, Name: "UnsupportedValue", Title: "Unsupported value"},
	{Code: InvalidDuration, Name: "InvalidDuration", Title: "Invalid duration"},
	{Code: NotYetSupported, Name: "NotYetSupported", Title: "Not yet supported"},
	{Code: MissingValue, Name: "MissingValue", Title: "Missing value"},
	{Code: UndeclaredValue, Name: "UndeclaredValue", Title: "Undeclared value"},
	{Code: InvalidVariableValue, Name: "InvalidVariableValue", Title: "Invalid variable value"},
	{Code: FailedValidation, Name: "FailedValidation", Title: "Failed validation"},
	{Code: InvalidSchedule, Name: "InvalidSchedule", Title: "Invalid schedule"},
	{Code: UnsuppliedInput, Name: "UnsuppliedInput", Title: "Unsupplied input"},
	{Code: ConflictingArguments, Name: "ConflictingArguments", Title: "Conflicting arguments"},
	{Code: InvalidType, Name: "InvalidType", Title: "Invalid type"},
	{Code: RequiredVersion, Name: "RequiredVersion", Title: "Required version"},
	{Code: NoSources, Name: "NoSources", Title: "No sources"},
	{Code: InvalidRetry, Name: "InvalidRetry", Title: "Invalid retry"},
	{Code: InvalidDependsOn, Name: "InvalidDependsOn", Title: "Invalid depends on"},
	{Code: UnknownKind, Name: "UnknownKind", Title: "Unknown kind"},
	{Code: UnsupportedAwait, Name: "UnsupportedAwait", Title: "Unsupported await"},
	{Code: InvalidCall, Name: "InvalidCall", Title: "Invalid call"},
	{Code: CallbackToken, Name: "CallbackToken", Title: "Callback token"},
	{Code: PollTooLong, Name: "PollTooLong", Title: "Poll too long"},
	{Code: NoCluster, Name: "NoCluster", Title: "No cluster"},
	{Code: NotForKind, Name: "NotForKind", Title: "Not for kind"},
	{Code: ExpressLimit, Name: "ExpressLimit", Title: "Express limit"},
	{Code: DependencyCycle, Name: "DependencyCycle", Title: "Dependency cycle"},
	{Code: AddedWait, Name: "AddedWait", Title: "Added wait"},
	{Code: PipelineCycle, Name: "PipelineCycle", Title: "Pipeline cycle"},
	{Code: MergedSpans, Name: "MergedSpans", Title: "Merged spans"},
	{Code: UnusedCluster, Name: "UnusedCluster", Title: "Unused cluster"},
	{Code: UnsupportedExpression, Name: "UnsupportedExpression", Title: "Unsupported expression"},
	{Code: InvalidMachine, Name: "InvalidMachine", Title: "Invalid machine"},
}
