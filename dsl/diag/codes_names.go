package diag

// Problems of the names that expressions mention.
const (
	UndeclaredInput    Code = "PC0102"
	UndeclaredName     Code = "PC0151"
	UndeclaredTask     Code = "PC0152"
	UndeclaredVariable Code = "PC0153"
	NotKnownHere       Code = "PC0154"
	PartialReference   Code = "PC0155"
	HiddenTask         Code = "PC0156"
	LocalCycle         Code = "PC0157"
	UnguardedRead      Code = "PC0158"
)

var nameCodes = []*Entry{
	{
		Code:  UndeclaredInput,
		Name:  "UndeclaredInput",
		Title: "Undeclared input",
		Doc: "An input is mentioned or given a value, and the pipeline declares none of this name. An `input` block " +
			"declares it, with its type and, where it may be left out, a default.",
		Example: `pipeline "p" {
  input "run_date" { type = string }
  output = { date = input.run_dat }
}
`,
	},
	{
		Code:  UndeclaredName,
		Name:  "UndeclaredName",
		Title: "Undeclared name",
		Doc: "An expression begins with a word that means nothing. It begins with `var`, `local`, `input`, `task`, " +
			"`cluster`, `run`, `aws` or `pipeline`, at some places with `result`, `started`, `error`, `trigger` or " +
			"`task_token`; text stands in quotes.",
		Example: `pipeline "p" {
  task "lambda" "load" { function = loader }
}
`,
	},
	{
		Code:  UndeclaredTask,
		Name:  "UndeclaredTask",
		Title: "Undeclared task",
		Doc: "A task or block is mentioned, and the pipeline has none of this name. It is mentioned by its name alone, " +
			"`task.NAME`, whatever its kind, so that a change of the kind breaks no mention.",
		Example: `pipeline "p" {
  task "lambda" "load" { function = "load" }
  output = task.laod.output
}
`,
	},
	{
		Code:  UndeclaredVariable,
		Name:  "UndeclaredVariable",
		Title: "Undeclared variable or local",
		Doc: "A variable or local is mentioned that is declared nowhere in the project. Variables and locals at the " +
			"top of any file hold in all of them; locals of a pipeline hold in that pipeline.",
		Example: `variable "bucket" { default = "lake" }
locals { raw = "s3://${var.buckte}/raw" }
`,
	},
	{
		Code:  NotKnownHere,
		Name:  "NotKnownHere",
		Title: "Name not known here",
		Doc: "The name exists, but not here: what only an execution knows stands where the compiler needs a value, or " +
			"a name that is known in some blocks stands outside of them. `result` is known in a task's own output, " +
			"`error` in `catch`, `on_failure` and `finally`, inputs in no top-level block.",
		Example: `pipeline "p" {
  input "title" { type = string }
  description = input.title
}
`,
	},
	{
		Code:  PartialReference,
		Name:  "PartialReference",
		Title: "Partial reference",
		Doc: "A reference stops too early, or takes a step that does not exist. What a task gives is " +
			"`task.NAME.output`, whether it was skipped `task.NAME.skipped`, the id of a cluster `cluster.NAME.id`.",
		Example: `pipeline "p" {
  task "lambda" "load" {
    function = "load"
    returns  = object({ rows = number })
  }
  output = { rows = task.load.rows }
}
`,
	},
	{
		Code:  HiddenTask,
		Name:  "HiddenTask",
		Title: "Task out of reach",
		Doc: "The task stands in a block that this place is not in, in a `catch`, or in `on_failure` or `finally`. A " +
			"block shows to the outside what its `output` says; a task of a handler is known in that handler only, " +
			"for nobody else can know whether it ran.",
		Example: `pipeline "p" {
  stage "refine" {
    task "lambda" "clean" { function = "clean" }
  }
  output = task.clean.output
}
`,
	},
	{
		Code:  LocalCycle,
		Name:  "LocalCycle",
		Title: "Circular local",
		Doc:   "A local mentions itself, directly or by way of other locals, so it has no value.",
		Example: `locals {
  a = "${local.b}/x"
  b = "${local.a}/y"
}
`,
	},
	{
		Code:  UnguardedRead,
		Name:  "UnguardedRead",
		Title: "Read of an output that may be missing",
		Doc: "The task may be skipped, and this is evaluated all the same; or after an error the task goes on without " +
			"an output, and a member of it is read. `try(...)` or `coalesce(...)` says what counts then.",
		Example: `pipeline "p" {
  input "full" { type = bool }
  task "lambda" "extra" {
    when     = input.full
    function = "extra"
  }
  output = { rows = task.extra.output.rows }
}
`,
	},
}
