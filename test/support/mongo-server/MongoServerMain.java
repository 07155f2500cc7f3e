import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/**
 * mongo-java-server in memory, on a free port of 127.0.0.1: says its address on standard output, and ends when its
 * standard input ends, so that it never outlives who started it.
 */
public final class MongoServerMain {
  /** Its own newest version announces wire version 8, which the driver refuses. */
  private static final class Announced implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(5, 0, 0);
    }

    @Override
    public int getWireVersion() {
      return 13;
    }
  }

  public static void main(String[] words) throws Exception {
    MongoServer server = new MongoServer(new MemoryBackend().version(new Announced()));
    server.bind("127.0.0.1", 0);
    System.out.println(server.getConnectionString());
    while (System.in.read() != -1) {}
    server.shutdownNow();
  }
}
