package diag

// Problems of blocks, their arguments and the values of those.
const (
	UnknownBlock         Code = "PC0201"
	UnknownArgument      Code = "PC0202"
	MissingArgument      Code = "PC0203"
	InvalidName          Code = "PC0204"
	DuplicateName        Code = "PC0205"
	WrongLabels          Code = "PC0206"
	NotConstant          Code = "PC0207"
	UnsupportedValue     Code = "PC0208"
	InvalidDuration      Code = "PC0209"
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
	InvalidPermission    Code = "PC0224"
)

var blockCodes = []*Entry{
	{
		Code:  UnknownBlock,
		Name:  "UnknownBlock",
		Title: "Unknown block",
		Doc: "A block of this type cannot stand here. Most are misspelt, stand one block too far out or in, or are " +
			"arguments: an argument has an equals sign, a block has none.",
		Example: `pipeline "p" {
  taks "lambda" "load" { function = "load" }
}
`,
	},
	{
		Code:  UnknownArgument,
		Name:  "UnknownArgument",
		Title: "Unknown argument",
		Doc: "The block takes no argument of this name. It would have no effect, so it is taken for a misspelling. " +
			"`pipectl explain KIND` lists what a task takes.",
		Example: `pipeline "p" {
  task "lambda" "load" {
    function = "load"
    timout   = "5m"
  }
}
`,
	},
	{
		Code:  MissingArgument,
		Name:  "MissingArgument",
		Title: "Missing argument",
		Doc:   "An argument that the block cannot do without is left out, or is null.",
		Example: `pipeline "p" {
  task "glue_job" "load" {}
}
`,
	},
	{
		Code:  InvalidName,
		Name:  "InvalidName",
		Title: "Invalid name",
		Doc: "Names begin with a letter, go on with letters, digits and underscores, and have at most 60 characters: " +
			"the compiler makes names of its own from them, with dashes. A few names are taken by the language.",
		Example: `pipeline "p" {
  task "lambda" "load-orders" { function = "load" }
}
`,
	},
	{
		Code:  DuplicateName,
		Name:  "DuplicateName",
		Title: "Duplicate name",
		Doc: "Two things of one namespace have the same name. Tasks, blocks and clusters of a pipeline, those in its " +
			"blocks and handlers included, share one; variables, locals, inputs and pipelines have one each.",
		Example: `pipeline "p" {
  task "lambda" "load" { function = "load" }
  task "glue_job" "load" { job = "load" }
}
`,
	},
	{
		Code:  WrongLabels,
		Name:  "WrongLabels",
		Title: "Wrong number of labels",
		Doc: "A block has as many labels as its type asks for: a task its kind and its name, most others a name, some " +
			"none.",
		Example: `pipeline "p" {
  task "load" { function = "load" }
}
`,
	},
	{
		Code:  NotConstant,
		Name:  "NotConstant",
		Title: "Value not known at compile time",
		Doc: "The value depends on an execution, and the compiler needs it: for a setting of AWS, or for what the " +
			"machine is made of. Variables, locals made of them and constants are known.",
		Example: `pipeline "p" {
  schedule "nightly" {
    cron  = "0 2 * * ? *"
    input = { id = uuid() }
  }
  input "id" { type = string }
}
`,
	},
	{
		Code:  UnsupportedValue,
		Name:  "UnsupportedValue",
		Title: "Unsupported value",
		Doc:   "The argument takes only some values, or only one form of value, and this is none of them.",
		Example: `pipeline "p" {
  task "lambda" "load" {
    function = "load"
    run_if   = "always"
  }
}
`,
	},
	{
		Code:  InvalidDuration,
		Name:  "InvalidDuration",
		Title: "Invalid duration",
		Doc: "Durations are text: numbers with the units d, h, m and s, from the larger to the smaller, as in " +
			"`\"1h30m\"`. `timeout`, `heartbeat` and `every` may also be a whole number of seconds, known when the " +
			"pipeline runs.",
		Example: `pipeline "p" {
  task "lambda" "load" {
    function = "load"
    timeout  = "5 minutes"
  }
}
`,
	},
	{
		Code:  MissingValue,
		Name:  "MissingValue",
		Title: "Variable without a value",
		Doc: "A variable has no default, and nobody gave it a value. On the command line `--var name=value` does, in a " +
			"file `--var-file` or `--env`, in the environment `PIPECTL_VAR_name`.",
		Example: `variable "bucket" { type = string }
`,
	},
	{
		Code:  UndeclaredValue,
		Name:  "UndeclaredValue",
		Title: "Value for an undeclared variable",
		Doc: "A file or the command line gives a value to a variable that no file declares. It would have no effect, " +
			"so it is taken for a misspelling; only the environment may hold more than a project asks for.",
	},
	{
		Code:  InvalidVariableValue,
		Name:  "InvalidVariableValue",
		Title: "Value of the wrong type",
		Doc: "The value of a variable, or of an input, cannot be converted to the type it is declared with. A value " +
			"given on the command line, in a file of values, or by a schedule or trigger is meant; a default has code " +
			"PC0124.",
		Example: `pipeline "p" {
  input "size" { type = number }
  schedule "nightly" {
    cron  = "0 2 * * ? *"
    input = { size = "big" }
  }
}
`,
	},
	{
		Code:  FailedValidation,
		Name:  "FailedValidation",
		Title: "Failed validation",
		Doc:   "A value of a variable does not meet a condition that the project sets. The message is the project's own.",
		Example: `variable "bucket" {
  default = "Lake_1"
  validation {
    condition     = can(regex("^[a-z0-9.-]+$", var.bucket))
    error_message = "Bucket names are small letters, digits, dots and dashes."
  }
}
`,
	},
	{
		Code:  InvalidSchedule,
		Name:  "InvalidSchedule",
		Title: "Invalid schedule",
		Doc: "A schedule has one of `cron`, `rate` and `at`, as EventBridge Scheduler writes them. Its cron has six " +
			"fields: minute, hour, day of month, month, day of week, year, and one of the two days is a question " +
			"mark.",
		Example: `pipeline "p" {
  schedule "nightly" {
    cron = "0 2 * * *"
  }
}
`,
	},
	{
		Code:  UnsuppliedInput,
		Name:  "UnsuppliedInput",
		Title: "Unsupplied input",
		Doc: "A schedule, a trigger or a task \"pipeline\" starts executions without an input that has no default, so " +
			"each of them would fail at once.",
		Example: `pipeline "p" {
  input "region" { type = string }
  schedule "nightly" {
    cron = "0 2 * * ? *"
  }
}
`,
	},
	{
		Code:  ConflictingArguments,
		Name:  "ConflictingArguments",
		Title: "Conflicting arguments",
		Doc: "Arguments of which only one can be given are given together, or one is given that means nothing without " +
			"another.",
		Example: `pipeline "p" {
  task "emr_step" "load" {
    cluster = "j-2AXXXXXXGAPLF"
    command = ["true"]
    jar     = "s3://acme-code/load.jar"
  }
}
`,
	},
	{
		Code:  InvalidType,
		Name:  "InvalidType",
		Title: "Invalid type",
		Doc: "Types are Terraform's type expressions, without quotes: `string`, `list(number)`, `object({ name = " +
			"string, size = optional(number, 1) })`.",
		Example: `pipeline "p" {
  input "day" { type = "string" }
}
`,
	},
	{
		Code:  RequiredVersion,
		Name:  "RequiredVersion",
		Title: "Unsupported version of pipectl",
		Doc: "The project says which versions of pipectl it is written for, and this is none of them; or what it says " +
			"is no constraint such as `\">= 0.1, < 2.0\"`.",
		Example: `pipectl { required_version = ">= 99.0" }
`,
	},
	{
		Code:  NoSources,
		Name:  "NoSources",
		Title: "Directory without sources",
		Doc: "The directory has no file whose name ends in `.pipe.hcl`, and those in the directories below are not " +
			"read.",
	},
	{
		Code:  InvalidRetry,
		Name:  "InvalidRetry",
		Title: "Invalid retry or catch",
		Doc: "`on` is a list of error names or of the classes `\"transient\"`, `\"timeout\"` and `\"any\"`. The first retry " +
			"or catch that names an error counts, so `\"any\"` stands alone and last; `\"transient\"` is known of tasks " +
			"only.",
		Example: `pipeline "p" {
  task "lambda" "load" {
    function = "load"
    retry { on = ["any"] }
    retry { on = ["timeout"] }
  }
}
`,
	},
	{
		Code:  InvalidDependsOn,
		Name:  "InvalidDependsOn",
		Title: "Invalid depends_on",
		Doc:   "`depends_on` is a list of `task.NAME`, written in place: no strings, no `.output`, no function.",
		Example: `pipeline "p" {
  task "lambda" "extract" { function = "extract" }
  task "lambda" "load" {
    function   = "load"
    depends_on = ["extract"]
  }
}
`,
	},
	{
		Code:  InvalidPermission,
		Name:  "InvalidPermission",
		Title: "Invalid permission",
		Doc: "A `permissions` block names actions as IAM does, `service:Action`, and resources by their ARNs. `replace` " +
			"takes the place of what pipectl has found out that the pipeline needs, and so names actions that it needs. " +
			"Actions that nobody knows are a warning, because what is known lags behind what there is.",
		Example: `pipeline "p" {
  task "lambda" "load" { function = "load" }
  permissions {
    allow {
      actions   = ["s3.GetObject"]
      resources = ["arn:aws:s3:::acme-lake/*"]
    }
  }
}
`,
	},
}
