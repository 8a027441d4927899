package engine

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// pipeline makes a machine of n tasks, each of which keeps its result in a
// variable that the next one reads, as the compiler's machines do.
func pipeline(n int) []byte {
	src := []byte(`{"QueryLanguage":"JSONata","StartAt":"t0","States":{`)
	for i := range n {
		if i > 0 {
			src = append(src, ',')
		}
		argument := "{% $states.input.date %}"
		if i > 0 {
			argument = fmt.Sprintf("{%% $task_%d.id & '-' & $states.input.date %%}", i-1)
		}
		next := `"End":true`
		if i < n-1 {
			next = fmt.Sprintf(`"Next":"t%d"`, i+1)
		}
		src = fmt.Appendf(src, `"t%d":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","Arguments":{"JobName":"job","Arguments":{"--from":%q}},`+
			`"Assign":{"task_%d":"{%% $states.result %%}"},"Output":"{%% $states.input %%}",`+
			`"Retry":[{"ErrorEquals":["Glue.ConcurrentRunsExceededException"],"MaxAttempts":3}],%s}`, i, argument, i, next)
	}
	return append(src, "}}"...)
}

// wide makes a machine of n tasks in Parallels of width branches, one after
// the other, whose results the next ones read.
func wide(n, width int) []byte {
	src := []byte(`{"QueryLanguage":"JSONata","StartAt":"p0","States":{`)
	for p := 0; p*width < n; p++ {
		if p > 0 {
			src = append(src, ',')
		}
		src = fmt.Appendf(src, `"p%d":{"Type":"Parallel","Assign":{"r%d":"{%% $states.result %%}"},"Output":"{%% $states.input %%}","Branches":[`, p, p)
		for b := range min(width, n-p*width) {
			if b > 0 {
				src = append(src, ',')
			}
			argument := "{% $states.input.date %}"
			if p > 0 {
				argument = fmt.Sprintf("{%% $r%d[%d].id %%}", p-1, b)
			}
			src = fmt.Appendf(src, `{"StartAt":"t%[1]d_%[2]d","States":{"t%[1]d_%[2]d":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","Arguments":{"JobName":"job","Arguments":{"--from":%[3]q}},"End":true}}}`, p, b, argument)
		}
		next := `"End":true`
		if (p+1)*width < n {
			next = fmt.Sprintf(`"Next":"p%d"`, p+1)
		}
		src = append(append(append(src, `],`...), next...), '}')
	}
	return append(src, "}}"...)
}

// polling is a machine that asks every minute whether a job has ended.
const polling = `{"QueryLanguage":"JSONata","StartAt":"Start","States":{
	"Start":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:glue:startCrawler","Assign":{"n":0},"Next":"Wait"},
	"Wait":{"Type":"Wait","Seconds":60,"Next":"Ask"},
	"Ask":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:glue:getCrawler","Arguments":{"Name":"c"},"Assign":{"n":"{% $n + 1 %}"},"Next":"Ready"},
	"Ready":{"Type":"Choice","Choices":[{"Condition":"{% $states.input.State = 'READY' %}","Next":"Done"}],"Default":"Wait"},
	"Done":{"Type":"Succeed","Output":"{% $n %}"}}}`

func BenchmarkRun(b *testing.B) {
	answer := asl.Object{{Key: "id", Value: asl.String("jr_1")}}
	job := func(Call) Outcome { return Outcome{Output: answer, Takes: time.Minute} }
	poll := func() TaskFunc {
		asked := 0
		return func(c Call) Outcome {
			state := asl.String("RUNNING")
			if asked++; asked == 24*60 {
				state = "READY"
			}
			return Outcome{Output: asl.Object{{Key: "State", Value: state}}}
		}
	}
	for _, bench := range []struct {
		name string
		src  []byte
		task func() TaskFunc
	}{
		{"chain/tasks=10", pipeline(10), func() TaskFunc { return job }},
		{"chain/tasks=100", pipeline(100), func() TaskFunc { return job }},
		{"chain/tasks=1000", pipeline(1000), func() TaskFunc { return job }},
		{"wide/tasks=1000", wide(1000, 100), func() TaskFunc { return job }},
		{"day-of-polling", []byte(polling), poll},
		{"day-of-waiting", []byte(`{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"End":true}}}`), func() TaskFunc { return nil }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x, err := RunDefinition(context.Background(), bench.src, []byte(`{"date":"2026-11-20"}`), Options{Task: bench.task()})
				if err != nil || x.Status != Succeeded {
					b.Fatal(err, x.Status, x.Error, x.Cause)
				}
			}
		})
	}
}

// BenchmarkItemSelector runs a Map of many items, whose selector reads the item,
// the input and the execution: none of it may cost as much as all items do.
func BenchmarkItemSelector(b *testing.B) {
	src := []byte(`{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% $states.input.items %}","End":true,
		"Output":"{% $count($states.result) %}",
		"ItemSelector":{"item":"{% $states.context.Map.Item.Value %}","date":"{% $states.input.date %}","of":"{% $states.context.Execution.Name %}"},
		"ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}`)
	for _, n := range []int{500, 5000} {
		b.Run(fmt.Sprintf("items=%d", n), func(b *testing.B) {
			input := fmt.Appendf(nil, `{"date":"2026-11-20","items":[%s0]}`, strings.Repeat(`{"id":1,"name":"abc"},`, n-1))
			b.ReportAllocs()
			for b.Loop() {
				x, err := RunDefinition(context.Background(), src, input, Options{})
				if err != nil || x.Status != Succeeded {
					b.Fatal(err, x.Error, x.Cause)
				}
			}
		})
	}
}

// BenchmarkRunMany runs a distributed Map of ten thousand children at a time.
func BenchmarkRunMany(b *testing.B) {
	src := []byte(`{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% [1..10000] %}","End":true,
		"Output":"{% $count($states.result) %}",
		"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
		"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:1:function:f","End":true}}}}}}`)
	b.ReportAllocs()
	for b.Loop() {
		x, err := RunDefinition(context.Background(), src, nil, Options{Task: func(Call) Outcome { return Outcome{Takes: time.Second} }})
		if err != nil || x.Status != Succeeded {
			b.Fatal(err, x)
		}
	}
}
