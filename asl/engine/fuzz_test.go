package engine

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// FuzzRun runs whatever decodes as a machine, with tasks of all sorts of
// outcomes. Nothing may panic, hang, or leave a history that is not whole.
func FuzzRun(f *testing.F) {
	for _, seed := range []string{
		`{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"}}}`,
		waitsForToken,
		`{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% [1..3] %}","ToleratedFailurePercentage":50,"ItemBatcher":{"MaxItemsPerBatch":2},"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Arguments":{"Bucket":"b"}},"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::a:b.sync","Retry":[{"ErrorEquals":["States.ALL"],"JitterStrategy":"FULL"}],"End":true}}},"End":true}}}`,
		`{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[{"StartAt":"W","States":{"W":{"Type":"Wait","SecondsPath":"$.n","End":true}}},{"StartAt":"F","States":{"F":{"Type":"Fail","ErrorPath":"$.e","Cause":"c"}}}],"ResultSelector":{"a.$":"$[0]"},"ResultPath":"$.r","Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.x.y","Next":"C"}],"Next":"C"},"C":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.n","NumericLessThan":3},{"Not":{"Variable":"$.s","StringMatches":"a*"}}],"Next":"S"}],"Default":"S"},"S":{"Type":"Succeed","OutputPath":"$.x"}}}`,
		`{"StartAt":"R","States":{"R":{"Type":"Map","ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW","MaxItemsPath":"$.n"},"Parameters":{"Bucket":"b","Key.$":"States.Format('{}.csv', $.s)"}},"ItemSelector":{"i.$":"$$.Map.Item.Index"},"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","Assign":{"u.$":"States.UUID()"},"End":true}}},"End":true}}}`,
	} {
		f.Add([]byte(seed), []byte(`{"n":2,"s":"abc","e":"E","items":[1,2]}`), uint64(1), byte(0))
	}
	f.Fuzz(func(t *testing.T, definition, input []byte, seed uint64, flags byte) {
		// Expressions have limits of their own, and fuzz targets of their
		// own; here they would only take the time.
		if strings.Count(string(definition), "{%") > 20 {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		m, err := asl.Decode(definition)
		if err != nil {
			return
		}
		in, err := asl.DecodeValue(input)
		if err != nil {
			return
		}
		w, err := newWorld(m, in, Options{
			Task: answer, Seed: seed, Express: flags&1 != 0, LongestJitter: flags&2 != 0, Unlimited: flags&4 != 0,
			Store: MemoryStore{"b": {"abc.csv": []byte("a,b\n1,2\n3,4\n")}},
		})
		if err != nil {
			return
		}
		// Loops are not to take the time either.
		w.events = maxEndlessEvents - 3000
		if err := w.loop(ctx); err != nil {
			return // it took too long, and was stopped
		}
		x := w.root.execution
		checkHistory(t, x)
		for _, e := range x.Events {
			if _, err := asl.DecodeValue(e.AppendJSON(nil)); err != nil {
				t.Fatalf("event %d is no JSON: %v", e.ID, err)
			}
		}
	})
}
