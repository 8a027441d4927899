package dsl

import (
	"slices"
	"strings"
)

// A habit is what people who come from another tool write, and how the same is
// said here.
type habit struct {
	names string // their words, separated by spaces
	means string // the argument or block that has to be possible there; "": any
	say   string
}

// argumentHabits are for arguments that do not exist.
var argumentHabits = []habit{
	{"needs after upstream upstream_tasks dependencies requires wait_for", "depends_on", "What a task waits for is depends_on = [task.NAME]; a mention of task.NAME.output will do as well."},
	{"trigger_rule", "run_if", `What skipped dependencies mean is run_if = "all_done", say.`},
	{"if condition only_if enabled", "when", "A condition is when = …, a bool."},
	{"unless skip_if", "when", "A condition is when = …, a bool; ! turns it round."},
	{"retries max_retries retry_count max_attempts retry_delay retry_policy retry_on attempts", "retry", `Retries are a block: retry { … } with "on", "attempts" and "interval" in it.`},
	{"on_error on_failure continue_on_error ignore_errors allow_failure fallback", "catch", `Errors are caught by a block: catch { … } with on = ["any"] and then = "continue" in it, say.`},
	{"timeout_seconds timeoutSeconds TimeoutSeconds timeout_minutes timeout_in_minutes execution_timeout max_runtime deadline", "timeout", `The longest time is timeout = "10m", say.`},
	{"heartbeat_seconds HeartbeatSeconds", "heartbeat", `It is heartbeat = "30s", say.`},
	{"for_each foreach over in each list input_path items_path ItemsPath", "items", "What a map runs over is items = a list or a map."},
	{"count foreach forEach loop with_items matrix strategy", "for_each", "One run per element is for_each = a list or a map."},
	{"max_concurrency MaxConcurrency parallelism max_parallel", "concurrency", "How many run at once is concurrency = a number."},
	{"comment Comment doc docs", "description", "What it is for is description = text."},
	{"result_path result_selector output_path ResultPath ResultSelector OutputPath outputs", "output", "What is given on is output = an expression over result."},
	{"cron schedule rate schedule_interval", "schedule", `When it starts is a block: schedule "NAME" { … } with cron = "0 2 * * ? *" in it, say.`},
	{"default_args", "defaults", "What holds for all tasks is a block: defaults { … }."},
	{"required optional nullable", "default", "Without a default it is required; default = null makes it one that may be null."},
	{"enum values allowed_values options choices", "validation", "Which values are allowed is a block validation { … } with condition = contains([…], …) and an error_message."},
	{"sensitive secret", "default", "Nothing here is kept secret: give the service the ARN of a secret, or let the code fetch it."},
	{"args params options parameters_map", "arguments", "What it is given is arguments = { … }."},
	{"env environment environment_variables", "payload", "A function's environment is its own; what a call is given is payload = { … }."},
	{"args arguments input params event body", "payload", "What it is given is payload = any value."},
	{"name id", "depends_on", "The name is the last label of the block."},
	{"next Next End start_at", "depends_on", "Order comes from depends_on and from mentions of task.NAME.output."},
	{"jitter_strategy JitterStrategy", "jitter", "It is jitter = true."},
	{"errors error_equals ErrorEquals exceptions", "on", `Which errors is on = ["NAME"], or on = ["any"].`},
	{"max_attempts MaxAttempts retries max_retries times", "attempts", "How often is attempts = a number, the first try not counted."},
	{"interval_seconds IntervalSeconds delay wait", "interval", `How long to wait is interval = "10s", say.`},
	{"backoff_rate BackoffRate multiplier factor", "backoff", "It is backoff = a number."},
}

// blockHabits are for blocks that do not exist.
var blockHabits = []habit{
	{"step job node operator activity state action", "task", `A piece of work is task "KIND" "NAME" { … }.`},
	{"group phase section substeps", "stage", `A group of tasks is stage "NAME" { … }.`},
	{"else otherwise fallback", "default", "What runs when no case does is default { … }."},
	{"if when switch elif else_if option", "case", `A case is case "NAME" { … } with when = … in it.`},
	{"if switch condition branch_on", "choice", `A choice is choice "NAME" { … } with case blocks in it; a condition on one task is when = ….`},
	{"foreach for_each loop for", "map", `Work per item is map "NAME" { … } with items = …; of one task it is for_each = ….`},
	{"on_error error rescue except on_failure", "catch", `Errors are caught by catch { … } with on = ["any"] in it.`},
	{"on_error error rescue except failure_hook", "on_failure", "What runs when anything fails is on_failure { … }."},
	{"always cleanup ensure after on_exit post", "finally", "What runs at the end in any case is finally { … }."},
	{"cron timer", "schedule", `When it starts is schedule "NAME" { … } with cron = "0 2 * * ? *" in it, say.`},
	{"on event events", "trigger", `What starts it is trigger "s3_object" "NAME" { … } or trigger "event" "NAME" { … }.`},
	{"param params parameter argument arg", "input", `What an execution is given is input "NAME" { type = string }.`},
	{"retries retry_policy", "retry", `Retries are retry { … } with "on", "attempts" and "interval" in it.`},
	{"workflow job dag flow state_machine process", "pipeline", `What is run is pipeline "NAME" { … }.`},
	{"var vars parameter param", "variable", `A value from outside, known at compile time, is variable "NAME" { … }.`},
	{"resource data module provider terraform moved import check", "pipeline", "This is a block of Terraform's: keep it in Terraform's own files. Here stand pipelines and what they need."},
	{"output", "pipeline", "The output of an execution is an argument of its pipeline: output = …."},
	{"import include", "pipeline", "All *.pipe.hcl files of a directory are one project, so nothing is imported."},
}

// rootHabits are for the beginnings of expressions.
var rootHabits = []habit{
	{"env ENV environ os", "", `The environment is not read. Declare a variable, and give its value by PIPECTL_VAR_name or --var.`},
	{"secrets secret", "", "A secret is no value of a pipeline. Give the service the ARN of one, or let the code fetch it."},
	{"path", "", `Files are named relative to the project directory: file("x.json").`},
	{"steps jobs needs states stages nodes", "", "What another task gives is task.NAME.output."},
	{"params parameters args event context payload request", "", "What an execution was given is input.NAME; the whole of it is run.input."},
	{"item items element index key value it", "", "The element of a for_each or a map is each.value; there are each.key and each.index, too."},
	{"now today ds execution_date dag_run timestamp", "", "The execution's times are run.start_time, run.scheduled_time and run.scheduled_date."},
	{"region account account_id partition", "", "Where it runs is aws.region, aws.account_id and aws.partition."},
	{"module data resource terraform self", "", "This is Terraform's. Values come from var, local, input, run and task here."},
	{"github gitlab", "", "Nothing of a CI system is known. Declare a variable, and give its value by PIPECTL_VAR_name or --var."},
	{"True TRUE yes on", "", "It is written true."},
	{"False FALSE no off", "", "It is written false."},
	{"None NULL Null nil undefined", "", "It is written null."},
	{"execution", "", "The execution is run: run.id, run.name, run.start_time."},
}

// saidHere finds how something of another tool is said here; nil where that is
// not known.
func saidHere(habits []habit, name string, possible []string) *habit {
	for i := range habits {
		h := &habits[i]
		if slices.Contains(strings.Fields(h.names), name) && (h.means == "" || slices.Contains(possible, h.means)) {
			return h
		}
	}
	return nil
}
