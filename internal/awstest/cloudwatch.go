package awstest

import (
	"net/http"
	"path"
	"slices"

	"github.com/aws/smithy-go/encoding/cbor"
)

// cborPath is what the paths of CloudWatch's calls begin with, in the protocol
// Smithy RPC v2 CBOR.
const cborPath = "/service/GraniteServiceVersion20100801/operation/"

type cborProtocol struct{}

func (cborProtocol) read(r *http.Request, body []byte) (Call, error) {
	c := Call{Service: "cloudwatch", Name: path.Base(r.URL.Path), Params: map[string]any{}}
	v, err := cbor.Decode(body)
	if err != nil {
		return c, err
	}
	c.Params, _ = fromCBOR(v).(map[string]any)
	return c, nil
}

func (cborProtocol) reply(_ Call, result map[string]any) answer {
	return cborAnswer(http.StatusOK, result)
}

func (cborProtocol) refuse(p *Problem) answer {
	return cborAnswer(p.Status, map[string]any{"__type": "com.amazonaws.cloudwatch#" + p.Code, "message": p.Message})
}

func cborAnswer(status int, body map[string]any) answer {
	header := http.Header{"Content-Type": {"application/cbor"}, "Smithy-Protocol": {"rpc-v2-cbor"}}
	return answer{status, header, cbor.Encode(toCBOR(body))}
}

func fromCBOR(value cbor.Value) any {
	switch v := value.(type) {
	case cbor.Map:
		m := map[string]any{}
		for name, item := range v {
			m[name] = fromCBOR(item)
		}
		return m
	case cbor.List:
		list := []any{}
		for _, item := range v {
			list = append(list, fromCBOR(item))
		}
		return list
	case cbor.String:
		return string(v)
	case cbor.Uint:
		return float64(v)
	default:
		return nil // nobody here gives anything else
	}
}

func toCBOR(value any) cbor.Value {
	switch v := value.(type) {
	case map[string]any:
		m := cbor.Map{}
		for name, item := range v {
			m[name] = toCBOR(item)
		}
		return m
	case []any:
		list := cbor.List{}
		for _, item := range v {
			list = append(list, toCBOR(item))
		}
		return list
	case string:
		return cbor.String(v)
	default:
		panic("awstest: an answer of CloudWatch that is no text")
	}
}

// An alarm of CloudWatch.
type alarm struct {
	state     string
	composite bool
}

// SetAlarm puts an alarm into a state: "OK", "ALARM" or "INSUFFICIENT_DATA".
func (s *Server) SetAlarm(name, state string, composite bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alarms[name] = alarm{state, composite}
}

func (s *Server) describeAlarms(p params) (map[string]any, *Problem) {
	if len(p.texts("AlarmNames")) > 100 {
		return nil, refuse(http.StatusBadRequest, "ValidationError", "at most 100 alarms can be named")
	}
	kinds := map[string]bool{}
	for _, kind := range p.texts("AlarmTypes") {
		kinds[kind] = true
	}
	if len(kinds) == 0 {
		kinds["MetricAlarm"] = true
	}
	var names []string
	for _, name := range p.texts("AlarmNames") {
		if _, ok := s.alarms[name]; ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	shown, next := page(names, p.text("NextToken"), s.opts.Page)
	metric, composite := []any{}, []any{}
	for _, name := range shown {
		a := s.alarms[name]
		item := map[string]any{"AlarmName": name, "StateValue": a.state}
		switch {
		case a.composite && kinds["CompositeAlarm"]:
			composite = append(composite, item)
		case !a.composite && kinds["MetricAlarm"]:
			metric = append(metric, item)
		}
	}
	out := map[string]any{"MetricAlarms": metric, "CompositeAlarms": composite}
	put(out, "NextToken", next)
	return out, nil
}
