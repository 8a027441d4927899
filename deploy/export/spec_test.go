package export_test

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

var ireland = deploy.Place{Partition: "aws", Region: "eu-west-1", Account: "123456789012"}

// A wish is a spec for any place.
type wish func(at deploy.Place) deploy.Spec

func definition(at deploy.Place, says string, parts ...string) string {
	var states []string
	for i, p := range parts {
		next := `"End": true`
		if i+1 < len(parts) {
			next = fmt.Sprintf(`"Next": "run-%d"`, i+1)
		}
		states = append(states, fmt.Sprintf(`"run-%d": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Arguments": {"StateMachineArn": %s}, %s}`,
			i, text(deploy.PartARN(at, p)), next))
	}
	if len(parts) == 0 {
		states = []string{fmt.Sprintf(`"run-0": {"Type": "Succeed", "Comment": %s}`, text(says))}
	}
	return fmt.Sprintf("{\n  \"QueryLanguage\": \"JSONata\",\n  \"StartAt\": \"run-0\",\n  \"States\": {\n    %s\n  }\n}\n", strings.Join(states, ",\n    "))
}

func text(s string) string { return string(asl.AppendValue(nil, asl.String(s), -1)) }

// lake is a pipeline with everything that one can have.
func lake(at deploy.Place) deploy.Spec {
	return deploy.Spec{
		Project: "orders", Pipeline: "lake",
		Definition: definition(at, "", "lake-1", "lake-2"),
		Parts: []deploy.Part{
			{Name: "lake-1", Definition: definition(at, "part one")},
			{Name: "lake-2", Definition: definition(at, "", "lake-1")},
		},
		Policy: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["glue:StartJobRun"],"Resource":["arn:aws:glue:*:*:job/a"],` +
			`"Condition":{"StringEquals":{"iam:PassedToService":["glue.amazonaws.com"]}}}]}`,
		Boundary: "arn:aws:iam::123456789012:policy/pipelines",
		Alias:    "live", LogLevel: "ERROR", RetentionDays: 30, Tracing: true,
		Schedules: []deploy.Timer{
			{Name: "nightly", Expression: "cron(0 2 * * ? *)", Timezone: "Europe/London", Input: `{"day":"${x}","pipectl":{"schedule":"nightly","scheduled_time":"<aws.scheduler.scheduled-time>"}}`},
			{Name: "every_hour", Expression: "rate(1 hour)", Input: `{"a":"a\nb %{c} – d","n":[null,1.50,true]}`},
		},
		Triggers: []deploy.Trigger{
			{Name: "late", Pattern: `{"source":["aws.s3"],"detail":{"bucket":{"name":["lake"]}}}`, Template: `{"pipectl":{"trigger":"late","event":<aws.events.event.json>}}`},
			{Name: "ordered", Bus: "shop", Pattern: `{"detail":{"n":[{"numeric":[">",5]}],"gone":[null],"ok":[true]}}`, Template: `{"pipectl":{"trigger":"ordered","event":<aws.events.event.json>}}`},
		},
		Notifies: []deploy.Notify{{Name: "dead", On: []string{"FAILED", "ABORTED"}, Topic: "arn:aws:sns:eu-west-1:123456789012:support"}},
		Tags:     deploy.Tags{"team": "orders", "cost centre": "7: a/b"},
	}
}

// drawn is any pipeline.
func drawn(t *rapid.T) wish {
	// What users write, as odd as it gets.
	verbatim := rapid.OneOf(
		rapid.StringOf(rapid.RuneFrom([]rune("ab $%{}\"\\'#:!&*|<>\n\t-–\u0085\u2028é"))),
		rapid.StringN(0, 8, -1),
		rapid.SampledFrom([]string{"on", "null", "~", "0x1f", "2012-10-17", "1_000", "a: b", "a #b", "${AWS::Region}", "${Part1Version}", "%{if a}", "$${a}", "{{resolve", "<aws.region.name>", "EOT", "e\u0301\U0001f600", "<\u0301"}),
	)
	odd := rapid.Map(verbatim, cty.NormalizeString) // as all that is read from HCL
	value := func(label string) string {
		return string(asl.AppendValue(nil, drawnValue(odd, 3).Draw(t, label), -1))
	}
	name := rapid.StringMatching(`[a-zA-Z][a-zA-Z0-9_]{0,12}`)
	names := func(label string, most int) []string {
		return rapid.SliceOfNDistinct(name, 0, most, rapid.ID).Draw(t, label)
	}
	pipeline := name.Draw(t, "pipeline")
	s := deploy.Spec{
		Project: rapid.StringMatching(`[a-z0-9]{1,8}`).Draw(t, "project"), Pipeline: pipeline,
		Express: rapid.Bool().Draw(t, "express"), Tracing: rapid.Bool().Draw(t, "tracing"), LogData: rapid.Bool().Draw(t, "data"),
		Alias:    rapid.SampledFrom([]string{"", "live", "prod_1", "a.b-c"}).Draw(t, "alias"),
		LogLevel: rapid.SampledFrom([]string{"ALL", "ERROR", "FATAL", "OFF"}).Draw(t, "level"), RetentionDays: rapid.SampledFrom([]int{0, 1, 365}).Draw(t, "days"),
	}
	if s.LogLevel == "OFF" {
		s.LogData = false
	}
	switch rapid.IntRange(0, 2).Draw(t, "role") {
	case 0:
		s.Role = "arn:aws:iam::123456789012:role/theirs"
	case 1:
		s.Policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":[` + text("arn:aws:s3:::"+verbatim.Draw(t, "bucket")) + `]}]}`
	}
	if rapid.Bool().Draw(t, "bound") {
		s.Boundary = "arn:aws:iam::123456789012:policy/theirs"
	}
	for _, n := range names("schedules", 3) {
		s.Schedules = append(s.Schedules, deploy.Timer{Name: n, Expression: "cron(0 2 * * ? *)", Input: `{"a":` + value("input") + `}`})
	}
	for _, n := range names("triggers", 3) {
		s.Triggers = append(s.Triggers, deploy.Trigger{Name: n, Pattern: `{"a":[` + value("pattern") + `]}`, Template: `{"event":<aws.events.event.json>}`})
	}
	for _, n := range names("notifies", 2) {
		s.Notifies = append(s.Notifies, deploy.Notify{Name: n, On: []string{"FAILED"}, Topic: "arn:aws:sns:eu-west-1:123456789012:support"})
	}
	for _, k := range names("tags", 3) {
		if s.Tags == nil {
			s.Tags = deploy.Tags{}
		}
		s.Tags[k] = rapid.StringMatching(`[a-zA-Zé0-9_.:/=+@ -]{1,9}`).Draw(t, "tag")
	}
	says := make([]string, rapid.IntRange(1, 4).Draw(t, "machines"))
	runs := make([][]string, len(says))
	for i := range says {
		says[i] = verbatim.Draw(t, "says")
		for j := range i {
			if i == len(says)-1 || rapid.Bool().Draw(t, "runs") {
				runs[i] = append(runs[i], fmt.Sprintf("%s-%d", pipeline, j+1))
			}
		}
	}
	return func(at deploy.Place) deploy.Spec {
		s := s
		for i := range says[:len(says)-1] {
			s.Parts = append(s.Parts, deploy.Part{Name: fmt.Sprintf("%s-%d", pipeline, i+1), Definition: definition(at, says[i], runs[i]...)})
		}
		last := len(says) - 1
		s.Definition = strings.Replace(definition(at, says[last], runs[last]...), "{\n", "{\n  \"Comment\": "+text(says[last])+",\n", 1)
		return s
	}
}

// drawnValue is any JSON.
func drawnValue(odd *rapid.Generator[string], depth int) *rapid.Generator[asl.Value] {
	return rapid.Custom(func(t *rapid.T) asl.Value {
		kinds := 5
		if depth > 0 {
			kinds = 7
		}
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0:
			return asl.Null{}
		case 1:
			return asl.Bool(rapid.Bool().Draw(t, "bool"))
		case 2:
			return asl.Number(rapid.SampledFrom([]string{"0", "-1", "5", "1.5", "1e3"}).Draw(t, "number"))
		case 3, 4:
			return asl.String(odd.Draw(t, "string"))
		case 5:
			var all asl.Array
			for range rapid.IntRange(0, 3).Draw(t, "elements") {
				all = append(all, drawnValue(odd, depth-1).Draw(t, "element"))
			}
			return all
		}
		var all asl.Object
		for _, k := range rapid.SliceOfNDistinct(odd, 0, 3, rapid.ID).Draw(t, "keys") {
			all = append(all, asl.Member{Key: k, Value: drawnValue(odd, depth-1).Draw(t, "member")})
		}
		return all
	})
}
