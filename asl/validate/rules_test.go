package validate_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/validate"
)

// TestRules runs testdata/rules: for each rule a machine that breaks it at the
// place named in the last line of the comment, and its twin that does not. No
// other rule may speak of the first, and none at all of the second.
func TestRules(t *testing.T) {
	for _, rule := range validate.Rules {
		if rule.Code == validate.TooLarge {
			continue // a megabyte is made by TestTooLarge
		}
		t.Run(rule.Code, func(t *testing.T) {
			a, err := txtar.ParseFile(filepath.Join("testdata", "rules", rule.Code+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(string(a.Comment)), "\n")
			kind, at, _ := strings.Cut(lines[len(lines)-1], " ")
			opts := validate.Options{Type: strings.ToUpper(kind)}
			for _, f := range a.Files {
				problems := validate.Definition(f.Data, opts)
				switch f.Name {
				case "bad.json":
					// A rule may have more than one thing to say of the machine.
					problems = slices.DeleteFunc(problems, func(p validate.Problem) bool { return p.Rule == rule.Code && p.Path != at })
					if len(problems) != 1 || problems[0].Rule != rule.Code || problems[0].Path != at || problems[0].Severity != rule.Severity {
						t.Errorf("the bad machine has %v, want %s at %s", problems, rule.Code, at)
					}
				case "good.json":
					if len(problems) > 0 {
						t.Errorf("the good machine has %v", problems)
					}
				}
			}
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", "rules", "*.txtar"))
	if err != nil || len(files) != len(validate.Rules)-1 {
		t.Errorf("%d fixtures for %d rules, %v", len(files), len(validate.Rules), err)
	}
}

func TestTooLarge(t *testing.T) {
	src := fmt.Sprintf(`{"Comment": %q, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}`, strings.Repeat("x", 1<<20))
	problems := validate.Definition([]byte(src), validate.Options{})
	if len(problems) != 1 || problems[0].Rule != validate.TooLarge {
		t.Errorf("a text of %d bytes has %v", len(src), problems)
	}
	if problems := validate.Definition([]byte(src[:13]+src[200:]), validate.Options{}); problems != nil {
		t.Errorf("a text just small enough has %v", problems)
	}
}

// TestRuleTable checks how rules are written.
func TestRuleTable(t *testing.T) {
	if !slices.IsSortedFunc(validate.Rules, func(a, b *validate.Rule) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("rules are not in the order of their codes")
	}
	seen := map[string]bool{}
	for _, r := range validate.Rules {
		if !regexp.MustCompile(`^ASL\d{3}$`).MatchString(r.Code) || seen[r.Code] {
			t.Errorf("code %s is badly formed or there twice", r.Code)
		}
		seen[r.Code] = true
		if r.Title == "" || strings.HasSuffix(r.Title, ".") || !strings.HasSuffix(r.Meaning, ".") || r.Source == "" {
			t.Errorf("%s: the title is a phrase, the meaning ends in a full stop, and there is a source", r.Code)
		}
	}
}

// TestProblems shows what is found beside the smallest machines of the rules,
// each with its place.
func TestProblems(t *testing.T) {
	machine := func(state string) string {
		return `{"StartAt":"A","States":{"A":` + state + `,"B":{"Type":"Succeed"}}}`
	}
	task := func(fields string) string {
		return machine(`{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Next":"B",` + fields + `}`)
	}
	choice := func(rule string) string { return machine(`{"Type":"Choice","Default":"B","Choices":[` + rule + `]}`) }
	jsonata := func(state string) string {
		return `{"QueryLanguage":"JSONata",` + machine(state)[1:]
	}
	const processor = `"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"}}}`
	tests := []struct {
		name, src string
		want      []string
	}{
		{"no object", `[1]`, []string{"ASL005 "}},
		{"nothing", `{}`, []string{"ASL003 ", "ASL003 "}},
		{"empty states", `{"StartAt":"A","States":{}}`, []string{"ASL006 /States"}},
		{"state of another type", `{"StartAt":"A","States":{"A":7}}`, []string{"ASL005 /States/A"}},
		{"no type", `{"StartAt":"A","States":{"A":{}}}`, []string{"ASL003 /States/A"}},
		{"type is no string", `{"StartAt":"A","States":{"A":{"Type":[]}}}`, []string{"ASL005 /States/A/Type"}},
		{"definition of the schema for a type", `{"StartAt":"A","States":{"A":{"Type":"branch"}}}`, []string{"ASL005 /States/A/Type"}},
		{"empty type", `{"StartAt":"A","States":{"A":{"Type":""}}}`, []string{"ASL005 /States/A/Type"}},
		{"huge numbers", task(`"TimeoutSeconds":1e999999999,"HeartbeatSeconds":-1E+999999999`), []string{"ASL006 /States/A/TimeoutSeconds", "ASL006 /States/A/HeartbeatSeconds"}},
		{"tiny numbers", task(`"TimeoutSeconds":1e-999999999,"HeartbeatSeconds":0e999999999`), []string{"ASL005 /States/A/TimeoutSeconds", "ASL006 /States/A/HeartbeatSeconds"}},
		{"start nowhere is one problem", `{"StartAt":"X","States":{"A":{"Type":"Succeed"}}}`, []string{"ASL022 /StartAt"}},
		{"empty Next is not missing", machine(`{"Type":"Pass","Next":""}`), []string{"ASL006 /States/A/Next"}},
		{"End false", machine(`{"Type":"Pass","Next":"B","End":false}`), []string{"ASL006 /States/A/End"}},
		{"item of the wrong type", task(`"Retry":[{"ErrorEquals":["a",1]}]`), []string{"ASL005 /States/A/Retry/0/ErrorEquals/1"}},
		{"unknown field of a retrier", task(`"Retry":[{"ErrorEquals":["a"],"Next":"B"}]`), []string{"ASL004 /States/A/Retry/0/Next"}},
		{"text for a number", task(`"TimeoutSeconds":"60"`), []string{"ASL005 /States/A/TimeoutSeconds"}},
		{"two times", machine(`{"Type":"Wait","Seconds":1,"Timestamp":"2030-01-01T00:00:00Z","Next":"B"}`), []string{"ASL007 /States/A/Timestamp"}},
		{"expression for a time", jsonata(`{"Type":"Wait","Seconds":"{% 1 + %}","Next":"B"}`), []string{"ASL031 /States/A/Seconds"}},
		{"text for a time in JSONata", jsonata(`{"Type":"Wait","Seconds":"1","Next":"B"}`), []string{"ASL005 /States/A/Seconds"}},
		{"result of a Wait", jsonata(`{"Type":"Wait","Seconds":1,"Output":"{% [$states.result[0]] %}","Next":"B"}`), []string{"ASL032 /States/A/Output"}},
		{"result and error of a catcher", jsonata(`{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Next":"B","Catch":[{"ErrorEquals":["States.ALL"],"Next":"B","Output":"{% $states.result %}","Assign":{"e":"{% $states.errorOutput.Cause %}"}}]}`), []string{"ASL032 /States/A/Catch/0/Output"}},
		{"error outside of a catcher", jsonata(`{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Next":"B","Output":{"a":["{% $states.errorOutput %}"]}}`), []string{"ASL032 /States/A/Output/a/0"}},
		{"a variable called states of the expression's own", jsonata(`{"Type":"Pass","Output":"{% ($states := {'result': 1}; $states.result) %}","Next":"B"}`), nil},
		{"assigning states", jsonata(`{"Type":"Pass","Assign":{"states":1},"Next":"B"}`), []string{"ASL040 /States/A/Assign/states"}},
		{"long name of a variable", jsonata(`{"Type":"Pass","Assign":{"` + strings.Repeat("v", 81) + `":1},"Next":"B"}`), []string{"ASL040 /States/A/Assign/" + strings.Repeat("v", 81)}},
		{"variable set by path", machine(`{"Type":"Pass","Assign":{"x.$":"$.a","2":1},"Next":"B"}`), []string{"ASL040 /States/A/Assign/2"}},
		{"JSONPath choice in JSONata", jsonata(`{"Type":"Choice","Default":"B","Choices":[{"Variable":"$.a","IsNull":true,"Next":"B"}]}`), []string{"ASL011 /States/A/Choices/0/Variable", "ASL011 /States/A/Choices/0/IsNull"}},
		{"JSONata choice in JSONPath", choice(`{"Condition":true,"Next":"B"}`), []string{"ASL011 /States/A/Choices/0/Condition"}},
		{"no condition", jsonata(`{"Type":"Choice","Default":"B","Choices":[{"Next":"B"},{"Condition":1,"Next":"B"},{"Condition":"true","Next":"B"},{"Condition":false,"Next":"B"}]}`), []string{"ASL060 /States/A/Choices/0", "ASL005 /States/A/Choices/1/Condition", "ASL005 /States/A/Choices/2/Condition"}},
		{"choice that leads nowhere", choice(`{"Variable":"$.a","IsNull":true}`), []string{"ASL003 /States/A/Choices/0"}},
		{"choice with wrong Next", choice(`{"Variable":"$.a","IsNull":true,"Next":7,"Color":1}`), []string{"ASL005 /States/A/Choices/0/Next", "ASL004 /States/A/Choices/0/Color"}},
		{"misspelt operator", choice(`{"Variable":"$.a","StringEqual":"x","Next":"B"}`), []string{"ASL060 /States/A/Choices/0", "ASL004 /States/A/Choices/0/StringEqual"}},
		{"operator without variable", choice(`{"IsNull":true,"Next":"B"}`), []string{"ASL060 /States/A/Choices/0"}},
		{"variable that is no path", choice(`{"Variable":1,"IsNull":true,"Next":"B"},{"Variable":"a","IsNull":true,"Next":"B"}`), []string{"ASL050 /States/A/Choices/0/Variable", "ASL050 /States/A/Choices/1/Variable"}},
		{"operands", choice(`{"Variable":"$","StringEqualsPath":"a","Next":"B"},{"Variable":"$","TimestampEquals":"2020","Next":"B"},{"Variable":"$","BooleanEquals":null,"Next":"B"},{"Variable":"$","NumericLessThanPath":"$$.a","Next":"B"},{"Variable":"$","TimestampLessThan":"2020-01-01T00:00:00.5Z","Next":"B"},{"Variable":"$","StringMatches":"a*","Next":"B"}`), []string{
			"ASL061 /States/A/Choices/0/StringEqualsPath", "ASL061 /States/A/Choices/1/TimestampEquals", "ASL061 /States/A/Choices/2/BooleanEquals",
		}},
		{"combined", choice(`{"Or":[],"Next":"B"},{"And":1,"Next":"B"},{"Not":[],"Next":"B"},{"Variable":"$","Not":{"Variable":"$","IsNull":true},"Next":"B"},{"Or":[{"Other":1}],"Next":"B"}`), []string{
			"ASL006 /States/A/Choices/0/Or", "ASL005 /States/A/Choices/1/And", "ASL005 /States/A/Choices/2/Not",
			"ASL060 /States/A/Choices/3/Variable", "ASL004 /States/A/Choices/4/Or/0/Other",
		}},
		{"deeply combined", choice(strings.Repeat(`{"Not":`, 200) + `{}` + strings.Repeat("}", 199) + `,"Next":"B"}`), []string{"ASL060 /States/A/Choices/0" + strings.Repeat("/Not", 100)}},
		{"output of a JSONPath choice", choice(`{"Variable":"$","IsNull":true,"Output":1,"Assign":[],"Next":"B"}`), []string{"ASL011 /States/A/Choices/0/Output", "ASL005 /States/A/Choices/0/Assign"}},
		{"States.ALL with others", task(`"Retry":[{"ErrorEquals":["States.ALL","E"]}]`), []string{"ASL070 /States/A/Retry/0/ErrorEquals"}},
		{"output of a JSONPath catcher", task(`"Catch":[{"ErrorEquals":["E"],"Next":"B","Output":1,"ResultPath":"$..a"}]`), []string{"ASL011 /States/A/Catch/0/Output", "ASL051 /States/A/Catch/0/ResultPath"}},
		{"cause that is no path", machine(`{"Type":"Fail","CausePath":"States.Nope()","Cause":"c"}`), []string{"ASL007 /States/A/CausePath", "ASL052 /States/A/CausePath", "ASL023 /States/B"}},
		{"two processors", machine(`{"Type":"Map",` + processor + `,"Iterator":{"StartAt":"J","States":{"J":{"Type":"Succeed"}}},"Next":"B"}`), []string{"ASL007 /States/A/Iterator"}},
		{"two processors the other way", machine(`{"Type":"Map","Iterator":{"StartAt":"J","States":{"J":{"Type":"Succeed"}}},` + processor + `,"Next":"B"}`), []string{"ASL007 /States/A/ItemProcessor"}},
		{"no processor", machine(`{"Type":"Map","Next":"B"}`), []string{"ASL003 /States/A"}},
		{"selector and parameters", machine(`{"Type":"Map","ItemSelector":{},"Parameters":{},` + processor + `,"Next":"B"}`), []string{"ASL007 /States/A/Parameters"}},
		{"label", machine(`{"Type":"Map","Label":"",` + processor + `,"Next":"B"}`), []string{"ASL090 /States/A/Label"}},
		{"long label", machine(`{"Type":"Map","Label":"` + strings.Repeat("l", 41) + `",` + processor + `,"Next":"B"}`), []string{"ASL090 /States/A/Label"}},
		{"distributed", machine(`{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","States":{"I":{"Type":"Succeed"}}},
			"ItemReader":{"Resource":"arn:aws:states:::s3:putObject","ReaderConfig":{"InputType":"XML","MaxItems":1,"MaxItemsPath":"$.n"}},
			"ItemBatcher":{"BatchInput":{"x.$":"y"}},"ResultWriter":{},"ItemsPath":"$[","Next":"B"}`), []string{
			"ASL091 /States/A/ItemReader/Resource", "ASL006 /States/A/ItemReader/ReaderConfig/InputType", "ASL007 /States/A/ItemReader/ReaderConfig/MaxItemsPath",
			"ASL052 /States/A/ItemBatcher/BatchInput/x.$", "ASL003 /States/A/ResultWriter", "ASL050 /States/A/ItemsPath",
		}},
		{"resources", `{"StartAt":"A","States":{
			"A":{"Type":"Task","Resource":"arn:aws:states:::foo:bar","Next":"B"},
			"B":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:s3:GetObject","Next":"C"},
			"C":{"Type":"Task","Resource":"arn:aws:states:::batch:submitJob.waitForTaskToken","Next":"D"},
			"D":{"Type":"Task","Resource":"${fn","Next":"E"},
			"E":{"Type":"Task","Resource":"foo:bar","Next":"F"},
			"F":{"Type":"Task","Resource":"arn:aws-us-gov:states:::states:startExecution.sync:2","Next":"G"},
			"G":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f:live","Next":"H"},
			"H":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sqs:receiveMessage.waitForTaskToken","End":true}}}`, []string{
			"ASL100 /States/A/Resource", "ASL100 /States/B/Resource", "ASL101 /States/C/Resource", "ASL100 /States/D/Resource", "ASL103 /States/E/Resource",
		}},
		{"placeholders anywhere", `{"StartAt":"${start}","TimeoutSeconds":"${t}","States":{
			"${name}":{"Type":"Task","Resource":"${fn}","TimeoutSeconds":"${t}","Retry":"${retry}","Catch":["${catch}"],"Parameters":"${p}","ResultPath":"$.${r}","End":"${end}"},
			"A":{"Type":"Choice","Choices":"${choices}","Default":"${default}"},
			"B":{"Type":"Wait","Seconds":"${n}","Next":"${next}"},
			"C":{"Type":"Map","MaxConcurrency":"${n}","Label":"${l} x","ItemProcessor":"${p}","End":true},
			"D":{"Type":"Parallel","Branches":"${b}","End":true},
			"E":{"Type":"Pass","Parameters":{"a.$":"$.${x}.b[","${k}.$":"${v}"},"End":true},
			"F":{"Type":"Choice","Choices":[{"Variable":"${v}","NumericEquals":"${n}","Next":"A"},{"And":"${a}","Next":"A"}]}}}`, nil},
		{"placeholder for a state", `{"StartAt":"A","States":{"A":"${state}"}}`, nil},
		{"unknown query language", `{"QueryLanguage":"${q}","StartAt":"A","States":{
			"A":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Arguments":{"a":"{% 1 %}"},"ResultPath":"$.a","Assign":{"x.$":"a"},"Catch":[{"ErrorEquals":["E"],"Output":"{% ( %}","Assign":{"y":"{% ( %}"},"Next":"B"}],"Next":"B"},
			"B":{"Type":"Choice","Choices":[{"Condition":"{% true %}","Output":1,"Next":"C"},{"Variable":"$.a","IsNull":true,"Next":"C"}],"Default":"C"},
			"C":{"Type":"Pass","Parameters":{"a.$":"x"},"Output":"{% ( %}","QueryLanguage":"${q}","End":true}}}`, []string{
			"ASL052 /States/C/Parameters/a.$", "ASL031 /States/C/Output",
		}},
		{"no such query language", `{"QueryLanguage":"jsonata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% 1 %}","End":true}}}`, []string{"ASL006 /QueryLanguage"}},
		{"placeholders beside that", `{"QueryLanguage":"JSONata","StartAt":"E","States":{
			"E":{"Type":"Pass","Output":{"a":"{% ${x} + %}","b":"${x} %}"},"Next":"H"},
			"H":{"Type":"Fail","Error":"${e}","Cause":"{% $string(${c}) %}"}}}`, nil},
		{"placeholder for a type", `{"StartAt":"A","States":{"A":{"Type":"${t}"}}}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range validate.Definition([]byte(tt.src), validate.Options{}) {
				if p.Text == "" || p.Fix == "" || !strings.HasSuffix(p.Text, ".") || strings.Contains(p.Text+p.Fix, "%!") {
					t.Errorf("a problem is badly told: %+v", p)
				}
				got = append(got, p.Rule+" "+p.Path)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSuggestions(t *testing.T) {
	src := `{"StartAt":"Clen","States":{
		"Clean":{"Type":"Task","resource":"x","Resource":"arn:aws:states:::sns:publish","Catch":[{"ErrorEquals":["States.Al"],"Next":"Clean"}],"End":true}}}`
	var fixes []string
	for _, p := range validate.Definition([]byte(src), validate.Options{}) {
		fixes = append(fixes, p.Fix)
	}
	want := []string{`Did you mean "Clean"?`, "Did you mean Resource? If not, remove it.", "Did you mean States.ALL?"}
	if diff := cmp.Diff(want, fixes); diff != "" {
		t.Errorf("fixes (-want +got):\n%s", diff)
	}
}

// TestManyProblems: warnings without number leave room for an error.
func TestManyProblems(t *testing.T) {
	var states strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&states, `"s%d":{"Type":"Task","Resource":"x","Next":"s%d"},`, i, i+1)
	}
	src := `{"StartAt":"s0","States":{` + states.String() + `"s3000":{"Type":"Pass","InputPath":"a","End":true}}}`
	problems := validate.Definition([]byte(src), validate.Options{})
	if n := len(problems); n != 1001 || !validate.Rejected(problems) {
		t.Errorf("%d problems, rejected is %t; want 1000 warnings and an error", n, validate.Rejected(problems))
	}
}

func TestProblemString(t *testing.T) {
	p := validate.Problem{Path: "/States/A", Rule: "ASL071", Severity: validate.Warning, Text: "It is wrong.", Fix: "Correct it."}
	if got, want := p.String(), "/States/A: warning: It is wrong. [ASL071] Correct it."; got != want {
		t.Errorf("String() = %s, want %s", got, want)
	}
	if validate.Rejected([]validate.Problem{p}) {
		t.Error("a warning is no rejection")
	}
}

func TestExpress(t *testing.T) {
	src := []byte(`{"StartAt":"A","States":{
		"A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:a","Next":"M"},
		"M":{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Succeed"}}},"Next":"S"},
		"S":{"Type":"Task","Resource":"arn:${P}:states:::ecs:runTask.sync","End":true}}}`)
	var got []string
	for _, p := range validate.Definition(src, validate.Options{Type: "EXPRESS"}) {
		got = append(got, p.Rule+" "+p.Path)
	}
	want := []string{"ASL102 /States/A/Resource", "ASL102 /States/M/ItemProcessor/ProcessorConfig/Mode", "ASL102 /States/S/Resource"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if problems := validate.Definition(src, validate.Options{Type: "STANDARD"}); problems != nil {
		t.Errorf("as a Standard machine it has %v", problems)
	}
}

// TestMachine checks that a machine that is built is judged like its text.
func TestMachine(t *testing.T) {
	if problems := validate.Machine(chain(3), validate.Options{}); problems != nil {
		t.Errorf("a good machine has %v", problems)
	}
	n := func(s string) asl.Value { return asl.Number(s) }
	m := &asl.Machine{TimeoutSeconds: n("0"), States: []asl.Entry{
		{Name: "T", State: &asl.Task{
			TimeoutSeconds: n("100000000"), HeartbeatSeconds: n("1.5"),
			Retry: []asl.Retrier{{IntervalSeconds: n("0"), MaxAttempts: n("-1"), BackoffRate: n("0.5"), MaxDelaySeconds: n("31622401")}},
			Catch: []asl.Catcher{{}},
			Flow:  asl.Flow{End: true},
		}},
		{Name: "C", State: &asl.Choice{}},
		{Name: "W", State: &asl.Wait{Seconds: n("x"), Flow: asl.Flow{End: true}}},
		{Name: "P", State: &asl.Parallel{Flow: asl.Flow{End: true}}},
		{Name: "B", State: &asl.Parallel{Branches: []*asl.Machine{{}}, Flow: asl.Flow{End: true}}},
		{Name: "M", State: &asl.Map{
			MaxConcurrency: n("-1"), ToleratedFailureCount: n("1.5"), ToleratedFailurePercentage: n("100.5"),
			Processor: &asl.Machine{}, Flow: asl.Flow{End: true},
		}},
	}}
	var got []string
	for _, p := range validate.Machine(m, validate.Options{}) {
		got = append(got, p.Rule+" "+p.Path)
	}
	slices.Sort(got)
	want := []string{
		"ASL003 ", "ASL003 /States/B/Branches/0", "ASL003 /States/B/Branches/0", "ASL003 /States/C",
		"ASL003 /States/M/ItemProcessor", "ASL003 /States/M/ItemProcessor", "ASL003 /States/P", "ASL003 /States/T",
		"ASL003 /States/T/Catch/0", "ASL003 /States/T/Catch/0", "ASL003 /States/T/Retry/0",
		"ASL005 /States/M/ToleratedFailureCount", "ASL005 /States/T/HeartbeatSeconds", "ASL005 /States/W/Seconds",
		"ASL006 /States/M/MaxConcurrency", "ASL006 /States/M/ToleratedFailurePercentage", "ASL006 /States/T/Retry/0/BackoffRate",
		"ASL006 /States/T/Retry/0/IntervalSeconds", "ASL006 /States/T/Retry/0/MaxAttempts", "ASL006 /States/T/Retry/0/MaxDelaySeconds",
		"ASL006 /States/T/TimeoutSeconds", "ASL006 /TimeoutSeconds",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func FuzzDefinition(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "rules", "*.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range a.Files {
			f.Add(part.Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, kind := range []string{"STANDARD", "EXPRESS"} {
			first := validate.Definition(src, validate.Options{Type: kind})
			second := validate.Definition(src, validate.Options{Type: kind})
			if diff := cmp.Diff(first, second); diff != "" {
				t.Fatalf("%q is judged differently the second time:\n%s", src, diff)
			}
		}
		if m, err := asl.Decode(src); err == nil {
			validate.Machine(m, validate.Options{})
		}
	})
}
