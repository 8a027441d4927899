package diag

// Problems of the task graph, and of what it becomes.
const (
	DependencyCycle       Code = "PC0401"
	AddedWait             Code = "PC0402"
	PipelineCycle         Code = "PC0403"
	MergedSpans           Code = "PC0404"
	UnusedCluster         Code = "PC0405"
	UnsupportedExpression Code = "PC0501"
	InvalidMachine        Code = "PC0502"
	MachineTooLarge       Code = "PC0503"
	HistoryLimit          Code = "PC0504"
	PayloadLimit          Code = "PC0505"
)

var graphCodes = []*Entry{
	{
		Code:  DependencyCycle,
		Name:  "DependencyCycle",
		Title: "Dependency cycle",
		Doc: "Tasks wait for each other in a circle, so none of them could ever start. The notes show every edge of " +
			"the circle and the line that it comes from.",
		Example: `pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = task.b.output
  }
  task "lambda" "b" {
    function = "b"
    payload  = task.a.output
  }
}
`,
	},
	{
		Code:  AddedWait,
		Name:  "AddedWait",
		Title: "Added wait",
		Doc: "The States Language has nested blocks and no free arrows, so not every graph can be said exactly. Here a " +
			"task waits for more than it asked for: never for less, and nothing runs twice. A `depends_on` that says " +
			"the wait aloud, or one edge less, ends the warning; `--strict` makes it an error.",
		Example: `pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" { function = "b" }
  task "lambda" "c" {
    function   = "c"
    depends_on = [task.a]
  }
  task "lambda" "d" {
    function   = "d"
    depends_on = [task.a, task.b]
  }
}
`,
	},
	{
		Code:  PipelineCycle,
		Name:  "PipelineCycle",
		Title: "Pipelines that run each other",
		Doc:   "A pipeline runs itself, directly or by way of others, so no execution of it could end.",
		Example: `pipeline "p" {
  task "pipeline" "again" {
    pipeline = pipeline.p
  }
}
`,
	},
	{
		Code:  MergedSpans,
		Name:  "MergedSpans",
		Title: "Merged spans of clusters",
		Doc: "The spans of two clusters overlap and neither holds the other, which nested blocks cannot say. They " +
			"become one: both clusters are created before the first user of either and ended after the last.",
	},
	{
		Code:  UnusedCluster,
		Name:  "UnusedCluster",
		Title: "Unused cluster",
		Doc:   "No task uses the cluster, so it is never created.",
		Example: `pipeline "p" {
  cluster "emr" "lab" { use = "j-2AXXXXXXGAPLF" }
}
`,
	},
	{
		Code:  UnsupportedExpression,
		Name:  "UnsupportedExpression",
		Title: "Expression that cannot be lowered",
		Doc:   "The expression has no form in the machine at this place. The message names another way.",
	},
	{
		Code:  MachineTooLarge,
		Name:  "MachineTooLarge",
		Title: "Machine too large",
		Doc: "AWS takes definitions of 1 MB at most. A larger pipeline becomes several machines, each of which runs a part " +
			"of it; a single task or block that is too large by itself cannot be divided.",
	},
	{
		Code:  HistoryLimit,
		Name:  "HistoryLimit",
		Title: "History that may be full",
		Doc: "AWS ends an execution whose history has 25,000 events. Counted is every state once, and as often as " +
			"there are elements for those of a map; retries and the looks of polls are not. A pipeline that is too large becomes several machines, but a " +
			"map with very many elements fills a history by itself.",
	},
	{
		Code:  PayloadLimit,
		Name:  "PayloadLimit",
		Title: "Payload too large",
		Doc: "What a state takes, gives or sends is 256 KiB at most. Here the constants alone are more, so the state " +
			"could never run: put them into a file that the task reads.",
	},
	{
		Code:  InvalidMachine,
		Name:  "InvalidMachine",
		Title: "Machine that AWS would refuse",
		Doc: "The compiled machine breaks a rule or a limit of the States Language. Unless the message names a limit, " +
			"this is a mistake of pipectl's: please report it.",
	},
}
