package expr

// A Source is where the value of a Ref comes from.
//
//sumtype:decl
type Source interface{ source() }

type (
	// An Input is input.Name.
	Input struct{ Name string }

	// An Output is task.Task.output.
	Output struct{ Task string }

	// A Skipped is task.Task.skipped.
	Skipped struct{ Task string }

	// An Each is a part of the element of a for_each or a map: "key",
	// "value" or "index". Up counts the each.parent before it.
	Each struct {
		Up   int
		Part string
	}

	// A Result is what the task's own call gave.
	Result struct{}

	// A Started is the answer of the call that started the work.
	Started struct{}

	// An ErrorPart is error.Part: "task", "name" or "cause".
	ErrorPart struct{ Part string }

	// A Run is run.Part.
	Run struct{ Part string }

	// An Account is aws.Part: "region", "account_id" or "partition".
	Account struct{ Part string }

	// A Status is pipeline.status.
	Status struct{}

	// A ClusterID is cluster.Cluster.id.
	ClusterID struct{ Cluster string }

	// A TaskToken is task_token.
	TaskToken struct{}

	// A TriggerEvent is trigger, the event as it came.
	TriggerEvent struct{}
)

func (Input) source()        {}
func (Output) source()       {}
func (Skipped) source()      {}
func (Each) source()         {}
func (Result) source()       {}
func (Started) source()      {}
func (ErrorPart) source()    {}
func (Run) source()          {}
func (Account) source()      {}
func (Status) source()       {}
func (ClusterID) source()    {}
func (TaskToken) source()    {}
func (TriggerEvent) source() {}
