package asl

// A Machine is a state machine, or the sub-machine of a Parallel's branch or a
// Map's processor.
type Machine struct {
	// Comment, QueryLanguage ("JSONPath", "JSONata", or empty for what is
	// around it, JSONPath at the top) and Version are empty when left out.
	Comment       string
	QueryLanguage string
	Version       string

	// ProcessorConfig is nil but in the processor of a Map.
	ProcessorConfig *ProcessorConfig

	StartAt string

	// TimeoutSeconds of the whole execution; nil means no limit of its own.
	TimeoutSeconds Value

	// States in the order in which they are written. Names are unique.
	States []Entry

	// Extra are members that the language does not know, or known ones
	// whose value does not have the form they need (a placeholder for a
	// list, say), as they were written. validate judges them.
	Extra Object
}

// An Entry is a state and its name.
type Entry struct {
	Name  string
	State State
}

// A ProcessorConfig says how a Map runs its items.
type ProcessorConfig struct {
	Mode          string // "INLINE" (the default) or "DISTRIBUTED"
	ExecutionType string // "STANDARD" or "EXPRESS", of DISTRIBUTED only
	Extra         Object
}
