# frozen_string_literal: true

require 'logger'

module LambdaWorkbench
  # The standard logger as Lambda's runtime sets it up: what goes to the standard streams has the request's id in it.
  module LoggerPatch
    def initialize(device = nil, *more, **options)
      return super unless device.nil? || device.equal?($stdout) || device.equal?($stderr)

      super(LogDevice.new, *more, **options)
      @default_formatter = ENV['AWS_LAMBDA_LOG_FORMAT'].to_s.casecmp?('json') ? JsonFormatter.new : TextFormatter.new
    end
  end

  # What Logger takes for a device: it writes and closes.
  class LogDevice
    def write(line)
      is_json = line.start_with?('{')
      Output.event(line.chomp, is_json ? Output::FRAME_JSON : Output::FRAME_TEXT)
    end

    def close; end
  end

  class TextFormatter < Logger::Formatter
    def call(severity, time, progname, message)
      stamp = "#{severity[0]}, [#{format_datetime(time)} ##{Process.pid}]"
      "#{stamp} #{severity.rjust(5)} #{Output.request_id} -- #{progname}: #{msg2str(message)}\n"
    end
  end

  class JsonFormatter < Logger::Formatter
    def call(severity, time, progname, message)
      fields = {
        timestamp: time.utc.strftime('%Y-%m-%dT%H:%M:%S.%6NZ'),
        level: severity,
        message: message.is_a?(Exception) ? message.message : msg2str(message),
        requestId: Output.request_id,
        logger: progname
      }
      fields.merge!(errorType: message.class.to_s, errorMessage: message.message, stackTrace: message.backtrace) if message.is_a?(Exception)
      "#{JSON.generate(fields.compact)}\n"
    end
  end
end

Logger.prepend(LambdaWorkbench::LoggerPatch)
