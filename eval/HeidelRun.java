/* Runs HeidelTime over many stories in one process: for eval/dates.py.
 * In: a settings file, then on standard input lines of "day TAB file". Out: for each, the file's name and its TimeML's length in
 * characters on one line, then the TimeML; at the end, on standard error, the seconds that the work took after one story to warm up. */
import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.SimpleDateFormat;

public class HeidelRun {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        DocumentType type = args.length > 1 && args[1].equals("narrative") ? DocumentType.NARRATIVES : DocumentType.NEWS;
        HeidelTimeStandalone h = new HeidelTimeStandalone(Language.ENGLISH, type, OutputType.TIMEML, args[0], POSTagger.TREETAGGER, false);
        SimpleDateFormat day = new SimpleDateFormat("yyyy-MM-dd");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        h.process("It rained on Monday.", day.parse("2020-01-01"));
        long spent = 0;
        for (String line; (line = in.readLine()) != null;) {
            String[] part = line.split("\t");
            String text = Files.readString(Path.of(part[1]));
            long begin = System.nanoTime();
            String result = h.process(text, day.parse(part[0]));
            spent += System.nanoTime() - begin;
            out.println(part[1] + "\t" + result.codePointCount(0, result.length()));
            out.println(result);
        }
        System.err.println("seconds " + spent / 1e9);
    }
}
