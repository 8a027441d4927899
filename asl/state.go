package asl

// A State is one state of a machine.
//
//sumtype:decl
type State interface {
	// Base gives the fields that every state has.
	Base() *Common
	state()
}

// Common holds what every type of state has.
type Common struct {
	Comment       string
	QueryLanguage string // empty: that of the machine

	// InputPath and OutputPath are JSONPath's, nil when left out. Null is a
	// path too: it means {}.
	InputPath, OutputPath Value

	// Output is JSONata's; nil gives the result or the input on.
	Output Value

	// Assign maps variables to their values, an Object; nil when left out.
	Assign Value

	// Extra are members that the state's type does not know, as written.
	Extra Object
}

// A Flow says where a state goes on. Exactly one of the two is set.
type Flow struct {
	Next string
	End  bool
}

type (
	// A Pass hands its input on.
	Pass struct {
		Common
		Parameters, Result, ResultPath Value
		Flow
	}

	// A Task calls a service.
	Task struct {
		Common
		Resource                               string
		Parameters, ResultSelector, ResultPath Value // JSONPath
		Arguments                              Value // JSONata
		Credentials                            Value
		TimeoutSeconds, TimeoutSecondsPath     Value
		HeartbeatSeconds, HeartbeatSecondsPath Value
		Retry                                  []Retrier
		Catch                                  []Catcher
		Flow
	}

	// A Choice goes on by the first of its rules that holds.
	Choice struct {
		Common
		Choices []Rule
		Default string // empty when left out
	}

	// A Wait waits. Exactly one of its four fields is set.
	Wait struct {
		Common
		Seconds, Timestamp, SecondsPath, TimestampPath Value
		Flow
	}

	// A Succeed ends its machine well.
	Succeed struct{ Common }

	// A Fail ends its machine badly.
	Fail struct {
		Common
		Error, Cause, ErrorPath, CausePath Value
	}

	// A Parallel runs its branches at the same time.
	Parallel struct {
		Common
		Parameters, ResultSelector, ResultPath Value // JSONPath
		Arguments                              Value // JSONata
		Branches                               []*Machine
		Retry                                  []Retrier
		Catch                                  []Catcher
		Flow
	}

	// A Map runs its processor once for every item.
	Map struct {
		Common
		Items, ItemsPath                                           Value
		Parameters, ItemSelector                                   Value
		ItemReader, ItemBatcher, ResultWriter                      Value // Objects
		ResultSelector, ResultPath                                 Value
		MaxConcurrency, MaxConcurrencyPath                         Value
		ToleratedFailureCount, ToleratedFailureCountPath           Value
		ToleratedFailurePercentage, ToleratedFailurePercentagePath Value
		Label                                                      string
		Processor                                                  *Machine // ItemProcessor, or Iterator
		Iterator                                                   bool     // Processor was written as Iterator, its old name
		Retry                                                      []Retrier
		Catch                                                      []Catcher
		Flow
	}
)

// A Retrier says which errors are tried again and how often. Numbers are nil
// when left out; AWS then takes 1 second, 3 attempts and a rate of 2.
type Retrier struct {
	ErrorEquals     []string
	IntervalSeconds Value
	MaxAttempts     Value
	BackoffRate     Value
	MaxDelaySeconds Value
	JitterStrategy  string // "FULL", "NONE" or empty
	Comment         string
	Extra           Object
}

// A Catcher says where an error goes on.
type Catcher struct {
	ErrorEquals []string
	ResultPath  Value // JSONPath
	Output      Value // JSONata
	Assign      Value
	Next        string
	Comment     string
	Extra       Object
}

// A Rule is one choice of a Choice.
type Rule struct {
	// Condition is JSONata's, a Bool or an expression. Nil for JSONPath.
	Condition Value

	// Test is JSONPath's: the members of the comparison as they are written
	// (Variable and its operator, or And, Or, Not). Nil for JSONata.
	Test Object

	Output  Value
	Assign  Value
	Next    string
	Comment string
	Extra   Object
}

// Base gives the fields that every state has.
func (c *Common) Base() *Common { return c }

func (*Pass) state()     {}
func (*Task) state()     {}
func (*Choice) state()   {}
func (*Wait) state()     {}
func (*Succeed) state()  {}
func (*Fail) state()     {}
func (*Parallel) state() {}
func (*Map) state()      {}
