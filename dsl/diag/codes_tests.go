package diag

// Problems of tests. Their examples would be two files, a pipeline and its
// tests, so they are told in words.
const (
	UndeclaredPipeline Code = "PC0601"
	UnmetExpectation   Code = "PC0602"
	MissingMock        Code = "PC0603"
	ContradictoryMock  Code = "PC0604"
)

var testCodes = []*Entry{
	{
		Code:  UndeclaredPipeline,
		Name:  "UndeclaredPipeline",
		Title: "Undeclared pipeline",
		Doc: "A test names a pipeline that the project does not have. `pipeline = \"orders\"` is the name of a `pipeline` " +
			"block of a `*.pipe.hcl` file in the same directory.",
	},
	{
		Code:  UnmetExpectation,
		Name:  "UnmetExpectation",
		Title: "Unmet expectation",
		Doc: "The execution of a test was not as `expect` or `expect_call` says. The report shows what was expected, what " +
			"happened, and every task that started with how it ended.",
	},
	{
		Code:  MissingMock,
		Name:  "MissingMock",
		Title: "Missing mock",
		Doc: "A task called its service, and no mock was left to answer: none has its name, those that have are used up " +
			"(`times`), or their `call` is false for this request. Write a `mock` block of the task's name; `mock \"*\"` " +
			"answers for all that have none left. `pipectl run --local --stub` makes up what is missing.",
	},
	{
		Code:  ContradictoryMock,
		Name:  "ContradictoryMock",
		Title: "Contradictory mock",
		Doc: "The mock of a task that is polled says by its `output` that the work has not ended, so that the task would " +
			"look at it for ever. A mock stands for the task as a whole: leave out the members that tell of the state of " +
			"the work, say with `takes` how long it takes, and with `error` that it failed.",
	},
}
