# frozen_string_literal: true

module LambdaWorkbench
  # Where a function's words go: to Lambda's log pipe in its frames where there is one, to stdout otherwise. All of them take
  # the same way, so that they stay in order.
  module Output
    FRAME_TEXT = 0xa55a0003
    FRAME_JSON = 0xa55a0002

    class << self
      attr_accessor :request_id

      def install
        $stdout.sync = true
        descriptor = ENV.delete('_LAMBDA_TELEMETRY_LOG_FD')
        return if descriptor.nil?

        @pipe = IO.for_fd(descriptor.to_i, 'wb')
        @pipe.sync = true
        @pipe.close_on_exec = true
        [$stdout, $stderr].each { |stream| stream.extend(Lines) }
        Object.include(Puts)
        Warning.extend(Warnings)
      end

      def pipe? = !@pipe.nil?

      # One log event, whatever lines it has.
      def event(text, kind = FRAME_TEXT)
        return $stdout.write("#{text}\n") if @pipe.nil?

        bytes = text.to_s.encode(Encoding::UTF_8, invalid: :replace, undef: :replace).b
        micros = Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)
        @pipe.write([kind, bytes.bytesize, micros].pack('L>L>Q>') + bytes)
      end

      def finish_lines
        [$stdout, $stderr].each { |stream| stream.finish_line if stream.is_a?(Lines) }
      end

      # The runtime's own words about an error of the function.
      def log_failure(message, failure)
        event("#{message}\n#{JSON.pretty_generate(failure.to_h)}")
      end

      def adopt_logger
        return if @adopted

        @adopted = true
        require_relative 'ruby-logger'
      end
    end

    # `puts` of any object: its lines are one log event.
    module Puts
      private

      def puts(*words)
        Output.event(words.flatten.map(&:to_s).join("\n").chomp)
        nil
      end
    end

    # Ruby writes warnings past `$stderr` where that is still the stream it began with.
    module Warnings
      def warn(message, **)
        $stderr.write(message)
      end
    end

    # stdout or stderr: each line is a log event.
    module Lines
      def write(*texts)
        *lines, @rest = "#{@rest}#{texts.join}".split("\n", -1)
        lines.each { |line| Output.event(line) }
        texts.sum { |text| text.to_s.bytesize }
      end

      def <<(text)
        write(text)
        self
      end

      def finish_line
        Output.event(@rest) unless @rest.nil? || @rest.empty?
        @rest = nil
      end
    end
  end
end
