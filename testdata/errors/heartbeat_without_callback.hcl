pipeline "p" {
  task "lambda" "a" {
    function  = "a"
    timeout   = "1h"
    heartbeat = "5m" # ERROR: PC0302 "heartbeat" counts with await = "callback" only, .*
  }
}
