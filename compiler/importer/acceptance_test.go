package importer

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// given are the inputs and answers of the acceptance machines: what they need to
// get anywhere. A state that is not named answers {}, a function with an empty
// payload.
var given = map[string]struct {
	inputs  []string
	answers answersOf
}{
	"01": {
		inputs:  []string{`{"pidMrMultikeyJarPath":"s3://j/a.jar","instanceId":"i1","inputPath":"s3://in","outputPath":"s3://out","numPidContainers":"7"}`},
		answers: answersOf{"Create_A_Cluster": {`{"ClusterId":"j-1","Cluster":{"Id":"j-1"}}`}},
	},
	"02": {inputs: []string{`{"day":"2026-01-01"}`}, answers: answersOf{
		"Create an EMR Serverless Application": {`{"ApplicationId":"app"}`}, "Start Application": {`{"ApplicationId":"app"}`},
		"Run Job": {`{"ApplicationId":"app","JobRunId":"r"}`}, "Stop Application": {`{"ApplicationId":"app"}`},
		"Post-update Catalog": {`{"Payload":{"told":true},"StatusCode":200}`}, "Error": {`{"Payload":{"seen":true},"StatusCode":200}`},
	}},
	"03": {inputs: []string{`{}`, `{"a":1}`}},
	"04": {
		inputs: []string{`{"skip_rds_sync":false}`, `{"skip_rds_sync":true}`, `{"skip_rds_sync":false,"more":[1]}`},
		answers: answersOf{
			"GetSSSCrawlerState":           {`{"Crawler":{"State":"RUNNING"}}`, `{"Crawler":{"State":"READY","LastCrawl":{"Status":"SUCCEEDED"}}}`},
			"RunTractProducerYearPipeline": {`{"Output":"{\"rows\":7}"}`},
		},
	},
	"05": {inputs: []string{
		`{"layer":"l","run_type":"full","start_date":"2026-01-01","source_schema":"s","target_schema":"t","dim_tables":[{"table_name":"a","date_column":"d","run_type":"x"}],"dim_tables_level2":[],"fact_tables":[{"table_name":"f","date_column":"d","run_type":"x"}],"summary_tables":[]}`,
		`{"layer":"l","run_type":"full","start_date":"2026-01-01","source_schema":"s","target_schema":"t","dim_tables":[{"table_name":"a","date_column":"d","run_type":"x"},{"table_name":"b","date_column":"d","run_type":"x"}],"dim_tables_level2":[{"table_name":"c","date_column":"d","run_type":"x"}],"fact_tables":[],"summary_tables":[{"table_name":"z","date_column":"d","run_type":"x"}]}`,
	}},
	"06": {inputs: []string{`{}`}},
	"07": {inputs: []string{`{}`}, answers: answersOf{
		"Get Crawler status":    {`{"Crawler":{"State":"RUNNING"}}`, `{"Crawler":{"State":"RUNNING"}}`, `{"Crawler":{"State":"READY"}}`},
		"Start an Athena query": {`{"QueryExecution":{"QueryExecutionId":"q1"}}`}, "Get query results": {`{"ResultSet":{"Rows":[{"Data":[]}]}}`},
		"Send query results": {`{"MessageId":"m"}`},
	}},
	"08": {inputs: []string{`{"seed":1}`}, answers: answersOf{
		"Generate Training Dataset": {`{"body":{"jobName":"j1"}}`}, "HyperparameterTuning (XGBoost)": {`{"BestTrainingJob":{"TrainingJobName":"b"}}`},
		"Extract Model Path": {`{"body":{"bestTrainingJobName":"b","modelDataUrl":"s3://m"}}`}, "HyperparameterTuning - Save Model": {`{"ModelArn":"arn"}`},
		"Extract Model Name": {`{"body":{"jobName":"t"}}`}, "Batch transform": {`{"TransformJobName":"t"}`},
	}},
	"09": {inputs: []string{`{}`}, answers: answersOf{
		"GetStateOfCluster": {`"paused"`, `"resuming"`, `"available"`}, "GetStateOfPausedCluster": {`"available"`, `"resuming"`, `"paused"`},
		"GetBuildDBStatus": {`"STARTED"`, `"FINISHED"`}, "BuildDB": {`{"id":"b"}`}, "GetBaselineData": {`"FINISHED"`},
		"GetCustomerAddressDimensionLoadStatus": {`"STARTED"`, `"FINISHED"`}, "GetItemDimensionLoadStatus": {`"FINISHED"`},
		"GetSalesFactLoadStatus": {`"FINISHED"`}, "GetValidateSalesMetricStatus": {`"FINISHED"`},
	}},
	"10": {inputs: []string{`{"task_id":"t1","task_sort_key":"k1"}`}, answers: answersOf{
		"Get Third-party locations": {`{"Items":[{"location_id":{"S":"l1"}},{"location_id":{"S":"l2"}}]}`},
		"Get location Summary":      {`{"StatusCode":200,"ResponseBody":{"states":{"failed":"1","rejected":"0"}}}`, `{"StatusCode":200,"ResponseBody":{"states":{"failed":"0","rejected":"0"}}}`},
		"Combine Part Files":        {`{"JobRunId":"jr"}`},
		"Has Job Finish":            {`{"JobRun":{"Id":"jr","JobRunState":"RUNNING"}}`, `{"JobRun":{"Id":"jr","JobRunState":"SUCCEEDED"}}`},
	}},
}

var (
	textPlaceholders = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	placeholder      = regexp.MustCompile(`^\$\{[^}]*\}$`)
	inText           = regexp.MustCompile(`\$\{[^}]*\}`)
)

// Every machine of the corpus that has a pipeline written by hand beside it is
// imported, and does the same, whichever of its tasks fails.
func TestAcceptance(t *testing.T) {
	t.Logf("%-52s %7s %4s %9s %5s %5s", "machine", "states", "asl", "scenarios", "same", "hcl")
	for _, file := range corpusFiles(t, "acceptance") {
		name := strings.TrimSuffix(filepath.Base(file), ".asl.json")
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		// The tools that placeholders are for replace them before AWS sees any.
		m, err := asl.Decode(textPlaceholders.ReplaceAllFunc(src, func(s []byte) []byte {
			if placeholder.Match(s[1 : len(s)-1]) {
				return s // it stands for a value of any type
			}
			return inText.ReplaceAll(s, []byte("set"))
		}))
		if err != nil {
			t.Fatal(err)
		}
		res := Import(m, Options{Name: name[3:]})
		if res.Diagnostics.HasErrors() {
			t.Errorf("%s: %v", name, res.Diagnostics)
			continue
		}
		compiled := compiledOf(t, res)
		g := given[name[:2]]
		same, count := 0, 0
		for i, input := range g.inputs {
			list := []scenario{{name: "all goes well", input: input, answers: g.answers}}
			for _, state := range tasksOf(m) {
				list = append(list, scenario{name: state + " fails", input: input, answers: g.answers, fails: state, err: "States.TaskFailed"})
			}
			for _, s := range list {
				count++
				want, got, err := sameAs(m, compiled, s)
				if err != nil {
					t.Errorf("%s, input %d, %s: %v", name, i, s.name, err)
				} else if diff := diffOf(want, got); diff != "" {
					t.Errorf("%s, input %d, %s (-machine +pipeline):\n%s", name, i, s.name, diff)
				} else if pairs := disordered(m, want, got); len(pairs) > 0 {
					t.Errorf("%s, input %d, %s: out of order:\n%s", name, i, s.name, strings.Join(pairs, "\n"))
				} else {
					same++
				}
			}
		}
		t.Logf("%-52s %7d %4d %9d %5d %5d", name, res.States, res.Verbatim, count, same, strings.Count(string(res.Source), "\n"))
	}
}
